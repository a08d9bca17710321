// Package contract holds the structure of the messages of KOMBIT's Sags- og
// Dokumentindeks (SF1470 version 6) in a compact form of our own, and a small
// engine that holds a message against it.
//
// The form (form/*.contract) names elements and types as the official schemas
// do. A name without a prefix belongs to the section's own namespace or is a
// built-in type. "type A = B" extends B; "message" and "extension" are global
// elements that begin a message or stand in a LokalUdvidelseListe. Inside a
// type a line is "name occurs type", where occurs is 1, ?, * or + as in a
// regular expression and a line without a type refers to the global element.
// "choice" stands before the lines it chooses among; "any" is any global
// element of another namespace. Text is restricted by length (1..255), by
// pattern (/…/), by a list (A | B) or to one value (fixed true):
//
//	namespace sag urn:oio:sts:sagdok:sag:6
//	simple FremdriftStatusKodeType = string Opstaaet | Oplyst | Afgjort
//	type FremdriftType
//	  Virkning ? sd:VirkningType
//	  FremdriftStatusKode ? FremdriftStatusKodeType
//
// Accepting and rejecting follow XML Schema 1.0; the messages are ours.
package contract

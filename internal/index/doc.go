// Package index stands in for the Sags- og Dokumentindeks (SF1470 version 6):
// the state of what was sent (Store), and the service SagDokumentIndeks with
// importer, opdater, fremsoeg and fjern; SagIndeks and DokumentIndeks beside
// it.
//
// What the real index accepts without complaint this one accepts too: the
// judge, not the service, says that it is wrong. Only what breaks the schema,
// or cannot be applied at all, is answered with an error code.
//
// # Searching
//
// The XSDs have the elements of a search and hardly a word on what they mean.
// Known is: without an operation a SoegUdtryk is AND, and an empty Filter
// returns no data (comments in SagDokumentIndeksOperationer.xsd); clients find
// a citizen's cases by a Sagspart with nothing but a ReferenceID, leave lists
// and SoegRegistrering empty where they ask for nothing, count pages from 0,
// and name in the Filter the parts that they read (public clients). Everything
// else is inferred, most of it from the OIO standard's services:
//
//   - An object named by SagUuid or DokumentUuid must also meet the SoegUdtryk
//     where that speaks of its kind.
//   - AND of a SoegSag and a SoegDokument finds the cases that have such a
//     document, and those documents; OR gathers them side by side. NOT of a
//     SoegSag finds the other cases, and no documents. AND of a SoegSag and a
//     NOT SoegDokument finds cases that have a document of another kind.
//     SoegDokument finds documents with a case and without;
//     SoegSagsloeseDokumenter only those to which no Journalpost refers that
//     has not ended.
//   - Every Egenskaber, Fremdrift or relation of a criterion asks for one part
//     that has all it says; what it does not say does not bind. Texts are
//     compared without regard to letter case, and % stands for any run of
//     characters; UUIDs and URNs are compared whole, for a URN may have a %.
//   - A part must hold now, at the time of the search, unless SoegVirkning, or
//     the criterion's own Virkning, names a period: then it must hold at some
//     time in it. Of a SoegVirkning or Virkning, AktoerRef, AktoerTypeKode and
//     NoteTekst must be the part's. Alone, SoegVirkning asks for any part.
//   - Periods run from FraTidspunkt, inclusive, to TilTidspunkt, exclusive; two
//     equal ends are that instant; GraenseIndikator does not bind.
//   - SoegRegistrering, SoegStsFraTidspunkt and SoegStsTilTidspunkt ask for a
//     registration that was made and received then, by that BrugerRef and with
//     that LivscyklusKode; where no time is asked for, for the newest. The
//     other criteria are always held against the newest.
//     SenestAendretInterval asks when the newest was made,
//     OprettetTidspunktInterval for the OprettetTidspunkt of
//     SagIndeksEgenskaber, BrevDatoInterval for BrevDato.
//   - FoersteResultatReference and MaksimalAntalKvantitet page the answer, cases
//     and documents each for themselves; one answer holds at most 500 of each.
//     Antal counts all that was found, and the journal notes of its cases;
//     what SagInkluder and DokumentInkluder bring, one relation away, is not
//     counted.
//   - Filter: journalpost shows Journalposter without what a journal note says,
//     journalpost-journalnote those that are journal notes, whole. Of a kind of
//     object for which it names nothing only the UUID is shown.
//   - Sortering: the lowest Prioritet weighs most; codes are in the XSD's order,
//     texts in the Danish; what has no value comes last.
//   - fjern removes what fremsoeg would find, without a limit unless one is
//     asked for, documents that a SoegDokument finds included. We hold no
//     benefits: FjernOgsaaYdelse is accepted, and the answer says so.
//
// A criterion that cannot be evaluated is answered with status 40 and its name.
// So is a fjern with a SoegSag or SoegDokument that binds nothing. Where the
// real index would have removed everything that is the sender's fault, and else
// nobody's: Cause tells.
package index

// Package conformant makes messages that keep the anvisninger: it is the outsider
// in the proof. What it knows stands in the rows of the anvisninger for sag and
// dokument 1.7, in the prose around them, in the XSDs of SagDokumentIndeks 6 and in
// the list of relation classes, transcribed here in words of its own. It shares no
// code with the rules that judge, and was written without a look at them; so a rule
// that reads a row wrongly is not read wrongly twice.
//
// Three things are kept apart. A Message says what is told: objects, their
// registrations and their parts. A Form says how it is written: prefixes, zones,
// white space, character references. A Delivery is one of each. Whatever the form,
// nothing worse than information may be found in a message, whether it is looked at
// alone, with the municipality's registers at hand, or as a turn of a conversation.
//
// The transformations change what must not matter: the form, the order of what has
// none, how much is sent at once, when it all took place, what is there and empty,
// and whether it had been removed before.
package conformant

package strictxml

// FaultKind is what is wrong with a document.
type FaultKind int

// The kinds. Those of the first block break XML 1.0, those of the second
// Namespaces in XML 1.0; the rest is what klarmeld does not read.
const (
	Cut                FaultKind = iota // it ends inside a tag
	CutMarkup                           // it ends inside a comment, a CDATA section or a processing instruction
	Unclosed                            // it ends before an element does
	NoRoot                              // there is no element
	TwoRoots                            // there is more than one root
	TextOutside                         // character data or a reference outside the root
	CDATAOutside                        // a CDATA section outside the root
	NotOpened                           // an end tag of nothing
	Crossed                             // an end tag of another element
	EndTagExtra                         // an end tag with more than its name
	NoElementName                       // < without a name
	NoAttributeName                     // something in a tag that is no attribute
	BadName                             // a name with characters that names may not have
	NewerName                           // a name that only the fifth edition of XML 1.0 has
	NoEquals                            // an attribute without =
	NoQuotes                            // an attribute's value without quotes
	NoSpace                             // no white space before an attribute
	SlashWithoutEnd                     // / in a tag without > behind it
	AttributeTwice                      // one attribute twice
	LessInAttribute                     // < in an attribute's value
	BadReference                        // an unknown entity, or a loose &
	SurrogateReference                  // a reference to half a character
	ForbiddenReference                  // a reference to a character that XML forbids
	ForbiddenCharacter                  // a character that XML forbids
	NotUTF8                             // bytes that are no UTF-8
	CDATAEndInText                      // ]]> in text
	BadComment                          // <!- that begins no comment
	HyphensInComment                    // -- in a comment
	BadCDATA                            // <![ that begins no CDATA section
	BadMarkup                           // <! of something else
	NoTarget                            // a processing instruction without a name
	ReservedTarget                      // a processing instruction named xml in any case
	NoSpaceAfterTarget                  // a processing instruction whose name runs on
	LateDeclaration                     // an XML declaration that is not at the beginning
	DeclarationBroken                   // an XML declaration that is written otherwise
	DeclarationVersion                  // an XML declaration without a version
	OtherVersion                        // XML 1.1, or another
	DeclarationName                     // an encoding that is no name
	Standalone                          // standalone that is neither yes nor no

	Unbound       // a prefix that is not declared
	EmptyPrefix   // xmlns:p=""
	XMLRebound    // xml declared as something else
	XMLNSDeclared // xmlns declared
	ReservedURI   // another prefix bound to the namespace of xml or xmlns
	XMLNSElement  // an element with the prefix xmlns
	Colons        // a name with a colon where none may be, or with two
	TwiceByPrefix // one attribute by two prefixes
	ColonInTarget // a processing instruction's name with a colon
	lastOfNames   // those above break Namespaces

	Doctype         // a document type declaration
	TooDeep         // more levels than Limits
	TooManyElements // more elements than Limits
	TooManyAttributes
	TooManyNamespaces
	LongName // a name of more bytes than Limits
	LongURI  // a namespace of more bytes than Limits
)

// Namespaces reports whether the kind breaks Namespaces in XML 1.0, rather than
// XML 1.0.
func (k FaultKind) Namespaces() bool { return k >= Unbound && k < lastOfNames }

// Fault is what is wrong, and where.
type Fault struct {
	Kind      FaultKind
	Offset    int    // of the byte at which it is seen
	Name      string // the name, the prefix or the characters that it is about
	In        string // the element that it is in, or that should have ended
	Opened    int    // the offset of In
	Attribute bool   // Name is an attribute's
}

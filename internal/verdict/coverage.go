package verdict

// CoverageStatus says whether a system's cases have been seen in an area. The value is its
// stable ID in rapport.json.
type CoverageStatus string

// The statuses.
const (
	AreaSeen     CoverageStatus = "set"
	AreaUnseen   CoverageStatus = "ikke_set"
	AreaUnmapped CoverageStatus = "uden_afbildning" // nobody has said which numbers its cases have
	AreaNotTheir CoverageStatus = "ikke_deres"      // the system is not for it
)

// Coverage is in which of the areas that must be shown the system's cases have been seen
// in the run. It decides nothing: a run asks for few cases of the many that there are.
type Coverage struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`             // of the list of areas
	Mapping string          `json:"mapping,omitempty"` // what the vendor's mapping calls itself; "" when there is none
	Cases   int             `json:"cases"`             // that the system has sent
	Groups  []CoverageGroup `json:"groups"`
	// Outside are the numbers of cases that are in no area.
	Outside []KLENumber `json:"outside,omitempty"`
	KLE     *KLEEdition `json:"kle,omitempty"` // nil: the run had no file of KLE
}

// CoverageGroup are areas with one deadline.
type CoverageGroup struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Deadline string        `json:"deadline,omitempty"` // the last day, 2006-01-02; "" when there is none
	Source   string        `json:"source,omitempty"`
	Areas    []CoveredArea `json:"areas"`
}

// Seen counts the areas of a status.
func (g CoverageGroup) Seen(status CoverageStatus) int {
	n := 0
	for _, a := range g.Areas {
		if a.Status == status {
			n++
		}
	}
	return n
}

// CoveredArea is an area, and what was seen of it.
type CoveredArea struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	// Numbers are the KLE numbers that cases of the area have, with "/" and a facet where
	// the mapping names one; none when nobody has said.
	Numbers []string       `json:"numbers,omitempty"`
	Status  CoverageStatus `json:"status"`
	Cases   int            `json:"cases,omitempty"`
	// Examples are the first of its cases, by their numbers.
	Examples []string `json:"examples,omitempty"`
	Ended    string   `json:"ended,omitempty"` // the day its number went out of KLE
}

// KLEEdition is the file of KLE that the run's user gave, and what it tells of the run.
type KLEEdition struct {
	Published string `json:"published,omitempty"` // the day the file gives; "" when it gives none
	SHA256    string `json:"sha256"`              // of the file, in hexadecimal
	Numbers   int    `json:"numbers"`
	// Ended are the numbers of cases in the run that have gone out, Unknown those that the
	// edition has not, New those in the groups of the run's cases and of the areas that
	// were made within the edition's year.
	Ended   []KLENumber `json:"ended,omitempty"`
	Unknown []KLENumber `json:"unknown,omitempty"`
	New     []KLENumber `json:"new,omitempty"`
}

// KLENumber is a number of KLE.
type KLENumber struct {
	Number  string `json:"number"`
	Title   string `json:"title,omitempty"`
	Created string `json:"created,omitempty"`
	Ended   string `json:"ended,omitempty"`
	Cases   int    `json:"cases,omitempty"` // of the run
}

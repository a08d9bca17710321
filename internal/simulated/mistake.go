package simulated

// The traits of systems that do something wrong, other than the deviations: each is a
// mistake that a vendor may well make.
var (
	wrongValueTraits   = map[string]func(string) habit{}
	wrongPlaceTraits   = map[string]func(string) habit{}
	wrongTrafficTraits = map[string]func(string) habit{}
)

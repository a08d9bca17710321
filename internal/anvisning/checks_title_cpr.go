package anvisning

import (
	"strings"
	"unicode/utf8"
)

// group is digits that stand together in a text, and where.
type group struct{ from, to int }

// cprForms are the ways in which people write a CPR number, as lengths of groups.
var cprForms = [][]int{{10}, {6, 4}, {2, 2, 2, 4}}

// cprLike finds the first number in a title that looks like a CPR number: ten digits, in
// one, or parted as such numbers are, of which the first six are a date. A fictive
// citizen's have a month above 12; of one of those that stands together and begins with a
// year of ours it is said that it is a journal number.
func cprLike(title string) (from, to int, found bool) {
	groups := digitGroups(title)
	for i := range groups {
		for _, form := range cprForms {
			if of := groups[i:]; len(of) >= len(form) && fits(title, of[:len(form)], form) {
				from, to = of[0].from, of[len(form)-1].to
				digits := onlyDigits(title[from:to])
				if dateLike(digits) && (len(form) > 1 || !yearFirst(digits)) {
					return from, to, true
				}
			}
		}
	}
	return 0, 0, false
}

func digitGroups(title string) []group {
	var out []group
	for i := 0; i < len(title); i++ {
		if title[i] < '0' || title[i] > '9' {
			continue
		}
		g := group{i, i}
		for g.to < len(title) && title[g.to] >= '0' && title[g.to] <= '9' {
			g.to++
		}
		out = append(out, g)
		i = g.to
	}
	return out
}

// fits reports whether groups have the lengths of a form, and stand as close as the parts
// of one number do.
func fits(title string, groups []group, form []int) bool {
	for i, g := range groups {
		if g.to-g.from != form[i] || i > 0 && !parts(title[groups[i-1].to:g.from]) {
			return false
		}
	}
	return true
}

// parts reports whether a text is what parts a number: a sign or two, and blanks.
func parts(between string) bool {
	const most = 3
	return utf8.RuneCountInString(between) <= most && strings.Trim(between, " \u00a0\u2009\u202f-‐‑–—./") == ""
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// dateLike reports whether ten digits begin with a day and a month: a day of that month,
// or any day of a month above 12. A number that stands in for one has 60 more in its day.
func dateLike(digits string) bool {
	day, month := int(digits[0]-'0')*10+int(digits[1]-'0'), int(digits[2]-'0')*10+int(digits[3]-'0')
	if day > 60 {
		day -= 60
	}
	longest := 31
	switch month {
	case 2:
		longest = 29
	case 4, 6, 9, 11:
		longest = 30
	}
	return day >= 1 && day <= longest && month >= 1
}

// yearFirst reports whether digits begin with a year from 2013 to 2039, which no date
// does.
func yearFirst(digits string) bool {
	return digits[:2] == "20" && digits[2:4] >= "13" && digits[2:4] < "40"
}

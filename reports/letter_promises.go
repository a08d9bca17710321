package reports

import "klarmeld/internal/verdict"

// promisesOf is what the vendor has said beforehand of each area, and how that went: the
// one place where what was promised comes into the letter.
func promisesOf(s verdict.SystemResult) []LetterPromise {
	var out []LetterPromise
	for _, c := range cells(s, columnsOf(s)) {
		if c.Declared == nil {
			continue
		}
		p := LetterPromise{What: c.Name, Said: offered(string(c.Declared.Offered)), Reason: c.Declared.Reason, Outcome: c.Outcome.Name()}
		p.Broken = string(c.Declared.Offered) == "ja" && c.Outcome > verdict.Remark
		out = append(out, p)
	}
	return out
}

// offered is a declaration in words.
func offered(code string) string {
	return map[string]string{"ja": "det tilbydes", "delvist": "det tilbydes delvist", "nej": "det tilbydes ikke"}[code]
}

// meanwhileOf is how the municipality manages until something is there, in its own words;
// "" when it has not said.
func meanwhileOf(p *verdict.Priority) string {
	if p == nil {
		return ""
	}
	return p.Meanwhile
}

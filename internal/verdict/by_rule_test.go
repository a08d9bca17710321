package verdict_test

import (
	"fmt"
	"testing"

	"klarmeld/internal/verdict"
)

// TestByRule: findings are counted by rule and message, the worst come first, and the
// examples are of several messages.
func TestByRule(t *testing.T) {
	f := func(rule string, o verdict.Outcome, file string, line int) verdict.Finding {
		return verdict.Finding{Rule: rule, Outcome: o, File: file, Line: line}
	}
	var b verdict.ByRule
	b.Add(f("b", verdict.Remark, "1", 1), f("a", verdict.Information, "1", 2), f("b", verdict.Remark, "1", 3))
	for i := 2; i < 7; i++ {
		b.Add(f("b", verdict.Remark, fmt.Sprint(i), i))
	}
	b.Add(f("c", verdict.Remark, "7", 1), f("a", verdict.Fail, "7", 2))
	follows := f("c", verdict.Remark, "8", 1)
	follows.ConsequenceOf = verdict.Origin{Rule: "a"}
	b.Add(follows)
	got := ""
	for _, r := range b.Rules() {
		got += fmt.Sprintf("%s %s %d/%d/%d:", r.Rule, r.Outcome, r.Findings, r.Messages, r.Following)
		for _, x := range r.Examples {
			got += fmt.Sprintf(" %s.%d", x.File, x.Line)
		}
		got += "\n"
	}
	want := "a fejl 2/2/0: 7.2\nb bemaerkning 7/6/0: 1.1 2.2 3.3\nc bemaerkning 2/2/1: 7.1 8.1\n"
	if got != want || b.Count(verdict.Remark) != 9 || fmt.Sprint(b.Outcomes()) != "[information bemaerkning fejl]" {
		t.Errorf("%s%v, %d remarks; want\n%s", got, b.Outcomes(), b.Count(verdict.Remark), want)
	}
	var none verdict.ByRule
	if len(none.Rules()) != 0 || len(none.Outcomes()) != 0 {
		t.Error("nothing was added")
	}
}

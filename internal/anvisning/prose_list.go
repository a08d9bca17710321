package anvisning

// proseRules are the rules of what the rows' own text, the roles' text and the general
// guidance say, in a fixed order.
func proseRules() []Named {
	return []Named{RuleEmpty, RuleUserByURN, RuleForeignRole}
}

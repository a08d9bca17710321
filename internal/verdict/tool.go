package verdict

import "slices"

// ToolSight says whether KOMBIT's own validation tool (SF1470-Validation) would say a
// finding too. It looks at one importer or opdater: at the schema, and, only when that
// holds, at the mandatory fields of the message. It keeps no state, knows no register
// and looks at no value beyond the schema. The value is a stable ID in rapport.json;
// "": it would not.
type ToolSight string

// What the tool would find it as. Where nothing public says what it does it is taken
// to see less rather than more (docs/report.md).
const (
	ToolBlind       ToolSight = ""
	ToolSchema      ToolSight = "skema"
	ToolFields      ToolSight = "felter"
	ToolFieldsLater ToolSight = "felter_efter_skema" // when the same message breaks the schema no longer
)

// Sees reports whether the tool would say it of the message as it is.
func (t ToolSight) Sees() bool { return t == ToolSchema || t == ToolFields }

// Name is what a Danish reader sees; "" where the tool sees nothing.
func (t ToolSight) Name() string {
	return map[ToolSight]string{
		ToolSchema:      "KOMBITs valideringsværktøj ser det også, i skemaet (XSD).",
		ToolFields:      "KOMBITs valideringsværktøj ser det også, blandt de obligatoriske felter.",
		ToolFieldsLater: "KOMBITs valideringsværktøj ser det, først når meddelelsen overholder skemaet (XSD).",
	}[t]
}

// SeenByTool counts findings, each with its consequences as one, and those of them that the
// tool would say too, by whichever of its rules. What is only noticed is not counted.
func SeenByTool(all []Finding) (findings, seen int) {
	for _, c := range Causes(all) {
		if c.Outcome == Information {
			continue
		}
		findings++
		if c.Tool.Sees() || slices.ContainsFunc(c.Consequences, func(f Finding) bool { return f.Tool.Sees() }) {
			seen++
		}
	}
	return findings, seen
}

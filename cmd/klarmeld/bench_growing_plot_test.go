package main

import (
	"encoding/csv"
	"encoding/xml"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var growingSVG = flag.String("growing.svg", "", "file in which TestGrowingPlot draws what BenchmarkGrowing has left in -growing.csv")

// TestGrowingPlot draws the figures of BenchmarkGrowing.
func TestGrowingPlot(t *testing.T) {
	if *growingSVG == "" {
		t.Skip("it draws what BenchmarkGrowing has left: -growing.svg docs/growth.svg -growing.csv FOLDER")
	}
	panels := growingPanels()
	for _, how := range []string{"recorded", "judged"} {
		rows := figuresIn(t, filepath.Join(*growingCSV, how+".csv"))
		for i := range panels {
			panels[i].add(how, rows)
		}
	}
	if err := os.WriteFile(*growingSVG, []byte(plotted(panels)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestPlotted: a drawing is XML, has every line, and nothing of it lies outside.
func TestPlotted(t *testing.T) {
	panels := growingPanels()
	rows := []figures{{"what": "import", "cases": "1000", "cpu_us": "800", "search_us": "500", "held_bytes": "30000000"}, {"what": "import", "cases": "100000", "cpu_us": "900", "search_us": "450", "held_bytes": "130000000"},
		{"what": "fjern", "cases": "1000", "cpu_us": "70"}, {"what": "fjern", "cases": "100000", "cpu_us": "71"}}
	for i := range panels {
		panels[i].add("recorded", rows)
	}
	svg := plotted(panels)
	if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(svg, "<polyline"); got != len(panels) {
		t.Errorf("%d lines, want one in each of %d panels", got, len(panels))
	}
	for _, points := range strings.Split(svg, `points="`)[1:] {
		for _, p := range strings.Fields(points[:strings.Index(points, `"`)]) {
			x, y, _ := strings.Cut(p, ",")
			if px, err := strconv.ParseFloat(x, 64); err != nil || px < 0 || px > plotWidth {
				t.Errorf("a point at x = %s", x)
			}
			if py, err := strconv.ParseFloat(y, 64); err != nil || py < 0 || py > plotHeight {
				t.Errorf("a point at y = %s", y)
			}
		}
	}
}

// figures are a row of the CSV, by the names of its columns.
type figures map[string]string

func figuresIn(t *testing.T, name string) []figures {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows, %v", name, len(rows), err)
	}
	var out []figures
	for _, r := range rows[1:] {
		one := figures{}
		for i, cell := range r {
			one[rows[0][i]] = cell
		}
		out = append(out, one)
	}
	return out
}

// panel is one of the drawing's diagrams: a column of the rows of a kind, over the number
// of cases.
type panel struct {
	title, what, column string
	unit                float64 // of the column's numbers in one of the axis
	lines               []plotLine
}

type plotLine struct {
	name   string
	xs, ys []float64
}

func growingPanels() []panel {
	return []panel{
		{title: "An import: processor time, µs", what: "import", column: "cpu_us", unit: 1},
		{title: "A search by key: time to its reply, ms", what: "import", column: "search_us", unit: 1000},
		{title: "Memory of the process, MB", what: "import", column: "held_bytes", unit: 1e6},
		{title: "A case removed: processor time, µs", what: "fjern", column: "cpu_us", unit: 1},
	}
}

// add draws a delivery's line. Of five neighbours the median is shown: the machine is
// others' too.
func (p *panel) add(name string, rows []figures) {
	l := plotLine{name: name}
	for _, r := range rows {
		x, badX := strconv.ParseFloat(r["cases"], 64)
		y, badY := strconv.ParseFloat(r[p.column], 64)
		if r["what"] == p.what && badX == nil && badY == nil {
			l.xs, l.ys = append(l.xs, x), append(l.ys, y/p.unit)
		}
	}
	if len(l.xs) == 0 {
		return // a delivery that was cut off has removed nothing
	}
	smooth := make([]float64, len(l.ys))
	for i := range l.ys {
		near := slices.Sorted(slices.Values(l.ys[max(0, i-2):min(len(l.ys), i+3)]))
		smooth[i] = near[len(near)/2]
	}
	l.ys = smooth
	p.lines = append(p.lines, l)
}

// Sizes of the drawing, in pixels.
const (
	plotWidth, plotHeight   = 860, 600
	panelWidth, panelHeight = 350, 190 // of what the axes hold
	panelLeft, panelTop     = 55, 60
	panelStepX, panelStepY  = 430, 280
)

// plotStyle lets the drawing be read on white and on black.
const plotStyle = `text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:13px}.axis{stroke:#8c959f;fill:none}.grid{stroke:#8c959f;stroke-opacity:.25}` +
	`polyline{fill:none;stroke-width:2}.recorded{stroke:#0969da}.judged{stroke:#bc4c00}text.recorded{fill:#0969da;stroke:none}text.judged{fill:#bc4c00;stroke:none}` +
	`@media(prefers-color-scheme:dark){text{fill:#e6edf3}.recorded{stroke:#58a6ff}.judged{stroke:#f0883e}text.recorded{fill:#58a6ff}text.judged{fill:#f0883e}}`

func plotted(panels []panel) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img"><title>What a message costs as the index grows</title><style>%s</style>`+"\n", plotWidth, plotHeight, plotStyle)
	for i, name := range []string{"recorded", "judged"} {
		fmt.Fprintf(&b, `<text class="%s title" x="%d" y="20">— %s</text>`+"\n", name, panelLeft+i*130, map[string]string{"recorded": "recorded", "judged": "recorded and judged"}[name])
	}
	for i, p := range panels {
		fmt.Fprintf(&b, `<g transform="translate(%d,%d)">`+"\n", panelLeft+i%2*panelStepX, panelTop+i/2*panelStepY)
		p.draw(&b)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (p panel) draw(b *strings.Builder) {
	right, top := 1.0, 1e-9
	for _, l := range p.lines {
		right, top = max(right, slices.Max(l.xs)), max(top, slices.Max(l.ys))
	}
	stepX, stepY := stepOf(right), stepOf(top*1.1)
	top = math.Ceil(top*1.1/stepY) * stepY
	fmt.Fprintf(b, `<text class="title" x="0" y="-10">%s</text>`+"\n", p.title)
	for y := 0.0; y <= top+stepY/2; y += stepY {
		at := panelHeight - y/top*panelHeight
		fmt.Fprintf(b, `<line class="grid" x1="0" x2="%d" y1="%.1f" y2="%.1f"/><text x="-6" y="%.1f" text-anchor="end">%s</text>`+"\n", panelWidth, at, at, at+4, strconv.FormatFloat(math.Round(y*1000)/1000, 'f', -1, 64))
	}
	for x := 0.0; x <= right; x += stepX {
		at := x / right * panelWidth
		fmt.Fprintf(b, `<line class="axis" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/><text x="%.1f" y="%d" text-anchor="middle">%.0f</text>`+"\n", at, at, panelHeight, panelHeight+4, at, panelHeight+18, x/1000)
	}
	axis := "thousand cases in the index"
	if p.what == "fjern" {
		axis = "thousand cases removed"
	}
	fmt.Fprintf(b, `<path class="axis" d="M0 0V%dH%d"/><text x="%d" y="%d" text-anchor="middle">%s</text>`+"\n", panelHeight, panelWidth, panelWidth/2, panelHeight+34, axis)
	for _, l := range p.lines {
		points := make([]string, len(l.xs))
		for i := range l.xs {
			points[i] = fmt.Sprintf("%.1f,%.1f", l.xs[i]/right*panelWidth, panelHeight-l.ys[i]/top*panelHeight)
		}
		fmt.Fprintf(b, `<polyline class="%s" points="%s"/>`+"\n", l.name, strings.Join(points, " "))
	}
}

// stepOf is a round step by which an axis of that length has some five marks.
func stepOf(length float64) float64 {
	size := math.Pow(10, math.Floor(math.Log10(length/5)))
	for _, n := range []float64{1, 2, 5} {
		if length/(n*size) <= 6 {
			return n * size
		}
	}
	return 10 * size
}

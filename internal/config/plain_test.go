package config_test

import (
	"strings"
	"testing"

	"klarmeld/internal/config"
)

// TestPlainProfiles: what makes a small profile large is refused by its name and
// its line, and costs nothing; what people write is read.
func TestPlainProfiles(t *testing.T) {
	const good = "system: {navn: leverandoer, titel: x}\ndriver: person\n"
	aliases := "a0: &a0 [x,x,x,x,x,x,x,x]\n"
	for i := range 12 {
		n := string(rune('0' + i%10))
		aliases += "b" + n + ": &b" + n + " [" + strings.Repeat("*a0,", 8) + "]\n"
	}
	for text, says := range map[string]string{
		good: "", "# & og * i en bemærkning\n" + good: "", strings.Replace(good, "titel: x", `titel: "A & B *c"`, 1): "",
		aliases: "linje 1 har et anker eller et alias", good + "medvirkende:\n  <<: {x: y}\n": "linje 4 har et anker", good + "medvirkende: *x\n": "linje 3",
		good + "medvirkende: " + strings.Repeat("[", 5000) + "\n":   "indlejret i mere end 20 niveauer",
		good + "medvirkende: " + strings.Repeat("{a: ", 500):        "indlejret",
		good + strings.Repeat("# bemærkning\n", 30_000):             "mere end 256 kB",
		good + "medvirkende:\n" + strings.Repeat("  - x\n", 20_000): "mere end 6000 dele",
	} {
		err := config.CheckProfile("p.yaml", []byte(text))
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%.80q: %v, want %q", text, err, says)
		}
	}
}

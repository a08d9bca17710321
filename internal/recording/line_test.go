package recording

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestLine: a line is what package json makes of the entry, whatever stands in it.
func TestLine(t *testing.T) {
	text := rapid.OneOf(rapid.StringN(0, 5, -1), rapid.SampledFrom([]string{"", "a", "\x7f", "<&>\"\\\u2028\x00\xff", "æ", `"anmodning_sha256":`}))
	at := rapid.Custom(func(t *rapid.T) time.Time {
		zone := time.FixedZone("", rapid.IntRange(-100000, 100000).Draw(t, "offset"))
		return time.Unix(rapid.Int64Range(-1<<36, 1<<38).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).In(zone)
	})
	headers := rapid.OneOf(rapid.Just[map[string][]string](nil), rapid.MapOfN(text, rapid.OneOf(rapid.Just[[]string](nil), rapid.SliceOfN(text, 0, 3)), 0, 3))
	note := rapid.Custom(func(t *rapid.T) Note { return Note{Code: text.Draw(t, "code"), Text: text.Draw(t, "note")} })
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) string { return text.Draw(t, what) }
		x := &Exchange{
			Number: rapid.IntRange(0, 3).Draw(t, "number"), ServiceID: ServiceID(draw("service")), Service: draw("name"), Operation: draw("operation"),
			Sender: Sender(draw("sender")), Peer: draw("peer"), Method: draw("method"), Path: draw("path"), Header: headers.Draw(t, "header"),
			Status: rapid.IntRange(-1, 600).Draw(t, "status"), ReplyHeader: headers.Draw(t, "reply"), Notes: rapid.SliceOfN(note, 0, 2).Draw(t, "notes"),
			Begun: at.Draw(t, "begun"), Ended: at.Draw(t, "ended"), Truncated: rapid.Bool().Draw(t, "truncated"), Cut: rapid.Bool().Draw(t, "cut"),
			RequestFile: draw("file"), ReplyFile: draw("reply file"), RequestSHA256: draw("sha"), ReplySHA256: draw("reply sha"), Request: []byte("x"),
		}
		e := Entry{Seq: rapid.Int().Draw(t, "seq"), Before: draw("before"), Time: at.Draw(t, "time"),
			Elapsed: Duration(rapid.Int64Range(-3, 1<<60).Draw(t, "elapsed")),
			Kind:    EntryKind(draw("kind")), Scenario: draw("scenario"), Action: draw("action"), Stop: StopCause(draw("stop")), Exchange: x}
		want, wantErr := json.Marshal(e)
		got, err := marshal(e)
		if !bytes.Equal(got, want) || (err == nil) != (wantErr == nil) {
			t.Fatalf("%s, %v\nwant %s, %v", got, err, want, wantErr)
		}
	})
}

// TestLineHasAll: an entry that has grown a member has it in its line.
func TestLineHasAll(t *testing.T) {
	for _, e := range []Entry{{Seq: 1, Kind: KindRun, Run: &Run{System: "x"}}, {Seq: 2, Kind: KindClosed, Closing: &Closing{Entries: 2}},
		{Exchange: &Exchange{}, Act: &Action{Request: []byte("{}")}}} {
		want, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := marshal(e); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
	}
	for typ, want := range map[reflect.Type]int{reflect.TypeFor[Entry](): 13, reflect.TypeFor[Exchange](): 20} {
		n := 0
		for _, f := range reflect.VisibleFields(typ) {
			if f.IsExported() && f.Tag.Get("json") != "-" {
				n++
			}
		}
		if n != want {
			t.Errorf("%v has %d members: marshal is to write them all", typ, n)
		}
	}
}

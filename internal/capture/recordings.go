package capture

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path"

	"klarmeld/internal/recording"
)

// aboard are the files of recordings of klarmeld's own that are no messages from
// a system, each with the reason; ours are recordings' lists, which say so.
type aboard map[string]Reason

// list reads a recording's list. A line that cannot be read says nothing.
func (a aboard) list(name string, raw []byte) {
	for line := range bytes.Lines(raw) {
		var e recording.Entry
		if json.Unmarshal(line, &e) != nil || e.Exchange == nil {
			continue
		}
		x, dir := e.Exchange, path.Dir(name)
		a[path.Join(dir, x.ReplyFile)] = IsReply
		switch {
		case x.Sender != recording.SenderSystem:
			a[path.Join(dir, x.RequestFile)] = Elsewhere
		case x.Method != "" && x.Method != http.MethodPost:
			a[path.Join(dir, x.RequestFile)] = NotPosted
		}
	}
}

// isList reports whether a file is a recording's list.
func isList(name string) bool { return path.Base(name) == recording.IndexFile }

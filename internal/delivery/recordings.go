package delivery

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path"

	"klarmeld/internal/foreign"
	"klarmeld/internal/recording"
)

// aboard are the files of recordings of klarmeld's own that are no messages from
// a system, each with the reason; ours are recordings' lists, which say so.
type aboard map[string]Reason

// listName is what a recording's list is called.
const listName = recording.IndexFile

// isList reports whether a file is a recording's list.
func isList(name string) bool { return path.Base(name) == listName }

// lines reads a recording's list, which lies in a folder. A line that cannot be read says
// nothing.
func (a aboard) lines(list io.Reader, dir string) error {
	from := bufio.NewReader(io.LimitReader(list, foreign.Large))
	for {
		line, err := from.ReadBytes('\n')
		var e recording.Entry
		if json.Unmarshal(line, &e) == nil && e.Exchange != nil {
			a.exchange(e.Exchange, dir)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
	}
}

func (a aboard) exchange(x *recording.Exchange, dir string) {
	a[path.Join(dir, x.ReplyFile)] = IsReply
	switch {
	case x.Sender != recording.SenderSystem:
		a[path.Join(dir, x.RequestFile)] = Elsewhere
	case x.Method != "" && x.Method != http.MethodPost:
		a[path.Join(dir, x.RequestFile)] = NotPosted
	}
}

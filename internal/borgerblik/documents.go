package borgerblik

import (
	"slices"

	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// documents tells of document titles that the citizen should see and does not, and of
// those that the citizen should not.
func (c *comparison) documents(who string) {
	taken := map[string]bool{}
	for _, want := range c.asked.documents {
		is := c.find(want)
		if is != nil {
			taken[is.uuid] = true
		}
		c.document(who, want, is)
	}
	for _, is := range c.seen.documents {
		if c.shows(is) && !taken[is.uuid] {
			c.add(verdict.SightUnasked, verdict.ViewerCitizen, who, "%s ser også dokumentet »%s«, som klarmeld ikke har bedt om.", who, is.called)
		}
	}
}

// find is what the case has of a document that was asked for: the one that was found to
// be it, else one of its title.
func (c *comparison) find(want dokument) *dokument {
	for _, same := range []func(dokument) bool{
		func(d dokument) bool { return oio.SameUUID(d.uuid, want.uuid) },
		func(d dokument) bool { return want.uuid == "" && alike(d.called, want.called) },
	} {
		if i := slices.IndexFunc(c.seen.documents, same); i >= 0 {
			return &c.seen.documents[i]
		}
	}
	return nil
}

func (c *comparison) document(who string, want dokument, is *dokument) {
	should, shown := c.shows(want), is != nil && c.shows(*is)
	by := verdict.ViewerCitizen
	switch {
	case !shown && should && !want.optional:
		c.add(verdict.SightNoDocument, by, who, "%s ser ikke dokumentet »%s« på sagen »%s«.", who, want.called, c.seen.called)
	case !shown:
	case want.gone:
		c.add(verdict.SightRemoved, by, who, "%s ser stadig dokumentet »%s« på sagen »%s«; det er slettet eller taget af sagen.", who, is.called, c.seen.called)
	case !should && !slices.Contains(letters, want.kind):
		c.add(verdict.SightInternal, by, who, "%s kan se titlen »%s«, som ikke er et brevs (%s).", who, is.called, want.kind)
	case !should:
		c.add(verdict.SightInternal, by, who, "%s kan se titlen »%s« på en kladde.", who, is.called)
	case want.closed != "" && alike(is.called, want.closed):
		c.add(verdict.SightClosedTitle, by, who, "%s kan se titlen »%s«, som ikke alle må se; den åbne titel er »%s«.", who, is.called, want.called)
	case !alike(is.called, want.called):
		c.add(verdict.SightTitle, by, who, "%s ser titlen »%s« i stedet for »%s«.", who, is.called, want.called)
	}
}

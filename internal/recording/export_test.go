package recording

// GatherAfter is what NewGathered makes of a folder, with bounds of the test's: how
// many entries have files of their own, and how long an archive gets.
func (f *Folder) GatherAfter(after int, most int64) *Folder {
	f.gathered = &archives{dir: f.dir, after: after, most: most}
	return f
}

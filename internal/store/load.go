package store

// Load is what the one that writes to an SQLite file has to do. PostgreSQL has
// no such one, and knows its own load: there it is zero.
type Load struct {
	Queued  int    // updates that wait
	Commits uint64 // since the store was opened
	Updates uint64 // that these commits kept
}

// Load is the present one.
func (s *Store) Load() Load {
	e, ok := s.engine.(*sqliteEngine)
	if !ok || e.writer == nil {
		return Load{}
	}
	return Load{Queued: len(e.writer.queue), Commits: e.writer.commits.Load(), Updates: e.writer.updates.Load()}
}

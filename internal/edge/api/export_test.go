package api

// Patterns are all that the API with these options serves, as net/http names
// them.
func Patterns(o Options) []string {
	_, served := assemble(o)
	return served.patterns
}

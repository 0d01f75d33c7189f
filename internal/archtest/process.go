package archtest

import (
	"path"
	"strings"
)

// cliOnly is where a name is allowed that reaches for the process.
const cliOnly = "internal/edge/cli"

// process are the names through which a package would reach for the process
// that it runs in, where each is allowed ("" is main alone), and why not
// elsewhere.
var process = []struct{ pkg, prefix, allowed, why string }{
	{"os", "Exit", "", "only main ends the process; return an error"},
	{"os", "Args", cliOnly, "arguments come through cli.Env"},
	{"os", "Std", cliOnly, "standard streams come through cli.Env"},
	{"os", "Getenv", cliOnly, "the environment comes through cli.Env"},
	{"os", "LookupEnv", "", "the environment comes through cli.Env"},
	{"os", "Environ", "", "the environment comes through cli.Env"},
	{"os", "Setenv", "", "the environment is the user's"},
	{"os", "Chdir", "", "the folder is the user's"},
	{"os/signal", "", cliOnly, "signals come through cli.Env"},
	{"fmt", "Print", "", "write to a writer that was passed in"},
	{"log", "", "", "return errors; edges and jobs log with slog"},
	// The store's writer commits for many callers at once, so none of their
	// contexts may end the commit.
	{"context", "Background", "internal/store", "a context comes from the caller"},
	{"context", "TODO", "", "a context comes from the caller"},
}

// checkProcess finds code outside main and cli that reaches for the process.
// Tests and their rigs run processes themselves and are left alone.
func checkProcess(t *Tree) []string {
	exempt := append([]string{"cmd", "bench"}, rigs...) // programs of their own
	var found []string
	t.files(func(p *Package, f *File) {
		if f.Test || within(p.Path, exempt...) {
			return
		}
		for _, bad := range process {
			if bad.allowed != "" && within(p.Path, bad.allowed) {
				continue
			}
			for _, use := range selectors(f, bad.pkg) {
				if strings.HasPrefix(use.name, bad.prefix) {
					found = append(found, t.at(use.pos, "%s may not use %s.%s: %s", p.Path, path.Base(bad.pkg), use.name, bad.why))
				}
			}
		}
	})
	return found
}

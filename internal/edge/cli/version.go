package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// VersionCmd prints what was built, from what, and for which machine.
type VersionCmd struct{}

// Run prints one line.
func (c *VersionCmd) Run(env *Env) error {
	_, err := fmt.Fprintf(env.Stdout, "huying %s %s %s/%s\n",
		built(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// built is the source of this program.
func built() string {
	build, _ := debug.ReadBuildInfo()
	return versionOf(build)
}

// versionOf names the source of a build: the tag or pseudo-version that the go
// command stamped, else the commit, else "devel".
func versionOf(build *debug.BuildInfo) string {
	if build == nil {
		return "devel"
	}
	if v := build.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	version, dirty := "devel", ""
	for _, setting := range build.Settings {
		switch {
		case setting.Key == "vcs.revision" && len(setting.Value) >= 12:
			version = "devel-" + setting.Value[:12]
		case setting.Key == "vcs.modified" && setting.Value == "true":
			dirty = "+dirty"
		}
	}
	return version + dirty
}

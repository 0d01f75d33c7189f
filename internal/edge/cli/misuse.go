package cli

import (
	"errors"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"huying/internal/edge/cli/message"
	"huying/internal/kernel/i18n"
)

// misused turns what the parser says into a usage error that names the help to
// ask for.
func (e *Env) misused(err error) error {
	help := "huying --help"
	if wrong, ok := errors.AsType[*kong.ParseError](err); ok && wrong.Context != nil {
		if verb := wrong.Context.Command(); verb != "" {
			help = "huying " + strings.TrimSpace(verbs.FindString(verb)) + " --help"
		}
	}
	return usageError{errors.New(message.Catalogue.Say(e.Lang, "cli.usage", i18n.Args{"problem": message.InWords(e.Lang, err.Error()), "help": help}))}
}

// verbs are the words of a command before its arguments, which the parser
// writes as <period>.
var verbs = regexp.MustCompile(`^(\w+ ?)+`)

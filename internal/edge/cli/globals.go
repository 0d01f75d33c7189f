package cli

import (
	"strings"

	"github.com/alecthomas/kong"

	"huying/internal/app/attachment/bucket"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Globals are the flags that every verb takes. The environment variable of a
// flag is its name in capitals after HUYING_; the flag itself wins.
type Globals struct {
	Data     string      `help:"The installation's folder (HUYING_DATA; default ${default})." zh:"安装目录（HUYING_DATA；默认 ${default}）。" default:"./huying-data" placeholder:"DIR"`
	Database DatabaseURL `help:"Keep the records in PostgreSQL instead of the folder (HUYING_DATABASE)." zh:"数据存放于 PostgreSQL 而非安装目录（HUYING_DATABASE）。" placeholder:"postgres://…"`
	Files    FilesURL    `help:"Keep attachments in an S3 store instead of the folder (HUYING_FILES)." zh:"附件存放于 S3 存储而非安装目录（HUYING_FILES）。" placeholder:"s3://…"`
	Lang     i18n.Lang   `help:"Language of messages (HUYING_LANG)." zh:"提示语言（HUYING_LANG）。" placeholder:"zh|en"`
}

// DatabaseURL is where PostgreSQL is: postgres://user:password@host/name. It
// may hold a password, so no message repeats it. Empty is the embedded database.
type DatabaseURL string

// UnmarshalText accepts the two schemes that PostgreSQL's own tools accept.
func (u *DatabaseURL) UnmarshalText(text []byte) error {
	s := string(text)
	if !strings.HasPrefix(s, "postgres://") && !strings.HasPrefix(s, "postgresql://") {
		return errs.Newf(errs.Invalid, "cli.database", "not a PostgreSQL address; expected postgres://user@host/name", "不是PostgreSQL地址，应如 postgres://user@host/name")
	}
	*u = DatabaseURL(s)
	return nil
}

// FilesURL is where an S3 store is: s3://ACCESS:SECRET@host/bucket. It holds a
// secret, so no message repeats it. Empty is a folder of the installation.
type FilesURL string

// UnmarshalText accepts what package bucket can read.
func (u *FilesURL) UnmarshalText(text []byte) error {
	if _, err := bucket.Parse(string(text)); err != nil {
		return err
	}
	*u = FilesURL(text)
	return nil
}

// variables gives the global flags their values from the environment of Env,
// never from that of the process.
func (e *Env) variables() kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
		if parent.App == nil {
			return nil, nil // a verb's own flag
		}
		if value := e.Getenv("HUYING_" + strings.ToUpper(flag.Name)); value != "" && flag.Name != "help" {
			return value, nil
		}
		return nil, nil
	})
}

// guessLang is the language to speak until, and unless, a --lang has been
// parsed: HUYING_LANG, then the locale. A locale of neither language is
// answered in English, as POSIX does.
func guessLang(env *Env) i18n.Lang {
	for i, arg := range env.Args {
		value, found := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(env.Args) {
			value, found = env.Args[i+1], true
		}
		if lang, err := i18n.ParseLang(value); found && err == nil {
			return lang
		}
	}
	for _, name := range []string{"HUYING_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env.Getenv(name); value != "" {
			if lang, err := i18n.ParseLang(value); err == nil {
				return lang
			}
			return i18n.English
		}
	}
	return i18n.English
}

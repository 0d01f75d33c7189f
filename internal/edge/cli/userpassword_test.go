package cli

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"huying/internal/kernel/errs"
)

// TestAskPassword: at a terminal it is asked for twice, in the user's language,
// and not taken when the two differ or reading ends.
func TestAskPassword(t *testing.T) {
	t.Parallel()
	broken := errors.New("the terminal is gone")
	for name, c := range map[string]struct {
		typed []string
		want  string
		code  string
		says  string
	}{
		"twice the same":  {typed: []string{"luodan", "luodan"}, want: "luodan", says: "新密码：\n再次输入：\n"},
		"two that differ": {typed: []string{"luodan", "luoden"}, code: "cli.password", says: "新密码：\n再次输入：\n"},
		"only once":       {typed: []string{"luodan"}, code: "file.unreadable", says: "新密码：\n再次输入："},
	} {
		var said bytes.Buffer
		env := &Env{Stderr: &said, Lang: "zh"}
		got, err := env.askPassword(func() (string, error) {
			if len(c.typed) == 0 {
				return "", broken
			}
			one := c.typed[0]
			c.typed = c.typed[1:]
			return one, nil
		})
		if got != c.want || err != nil && errs.CodeOf(err) != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if said.String() != c.says {
			t.Errorf("%s: says %q", name, said.String())
		}
	}
}

// TestReadPassword: the first line of what is piped in, whole, without its end.
func TestReadPassword(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"luodan zai\n": "luodan zai", "luodan\r\nmore\n": "luodan", " luodan ": " luodan "} {
		env := &Env{Stdin: strings.NewReader(in)}
		if got, err := env.readPassword(); got != want || err != nil {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for name, in := range map[string]io.Reader{"nothing": strings.NewReader(""), "an empty line": strings.NewReader("\nx"), "broken": iotest.ErrReader(io.ErrUnexpectedEOF)} {
		env := &Env{Stdin: in}
		if got, err := env.readPassword(); got != "" || !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

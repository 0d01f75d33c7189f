package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"huying/internal/edge/cli/folder"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// readPassword asks for a password: twice and unseen at a terminal, else the
// first line of standard input. It is never an argument, which every user of
// the machine could see.
func (e *Env) readPassword() (string, error) {
	if f, ok := e.Stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return e.askPassword(func() (string, error) {
			typed, err := term.ReadPassword(int(f.Fd()))
			return string(typed), err
		})
	}
	line, err := bufio.NewReader(e.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", folder.Unreadable(standard, err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errs.New(errs.Invalid, "cli.password", "standard input holds no password", "标准输入中没有密码")
	}
	return line, nil
}

// askPassword asks twice.
func (e *Env) askPassword(read func() (string, error)) (string, error) {
	var typed [2]string
	for i, key := range []i18n.Key{"user.type", "user.again"} {
		fmt.Fprint(e.Stderr, message.Catalogue.Say(e.Lang, key, nil))
		var err error
		if typed[i], err = read(); err != nil {
			return "", folder.Unreadable(standard, err)
		}
		e.say("")
	}
	if typed[0] != typed[1] {
		return "", errs.New(errs.Invalid, "cli.password", "the two passwords differ", "两次输入的密码不一致")
	}
	return typed[0], nil
}

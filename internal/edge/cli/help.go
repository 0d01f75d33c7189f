package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"huying/internal/kernel/i18n"
)

// help prints what the parser knows of itself, or of a verb, in the user's
// language: the English words are the tags `help`, the Chinese ones `zh`.
func (e *Env) help(options kong.HelpOptions, ctx *kong.Context) error {
	if e.Lang != i18n.Chinese {
		return kong.DefaultHelpPrinter(options, ctx)
	}
	translate(ctx.Model.Node)
	var text bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &text
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, headings.Replace(text.String()))
	return err
}

// headings are what the parser says in its own words around ours.
var headings = strings.NewReplacer(
	"Usage: huying", "用法：huying",
	"\nFlags:\n", "\n选项：\n", "\nCommands:\n", "\n命令：\n", "\nArguments:\n", "\n参数：\n",
	`Run "huying <command> --help" for more information on a command.`, "各命令的用法见 huying <命令> --help。",
	"<command>", "<命令>", "[flags]", "[选项]", "<period>", "<时期>", "<file>", "<文件>", "<table>", "<表格>", "<bulletin>", "<通报>",
)

// chineseDescription and chineseHelp stand for texts that have no tag of ours.
const (
	chineseDescription = "Huying 呼应：12345 热线，从群众来电到发布通报。"
	chineseHelp        = "显示用法。"
)

// translate puts the Chinese help in the place of the English.
func translate(node *kong.Node) {
	if node.Parent == nil {
		node.Help = chineseDescription
	} else {
		node.Help = node.Tag.Get("zh")
	}
	for _, flag := range node.Flags {
		flag.Help = chinese(flag.Value)
	}
	for _, argument := range node.Positional {
		argument.Help = chinese(argument)
	}
	for _, child := range node.Children {
		translate(child)
	}
}

func chinese(v *kong.Value) string {
	if v.Name == "help" {
		return chineseHelp
	}
	return strings.ReplaceAll(v.Tag.Get("zh"), "${default}", v.Default)
}

package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huying/internal/kernel/clock"
	"huying/internal/kernel/i18n"
)

// console is a Teller whose words are kept, columns wide or no terminal.
func console(columns int) (Teller, *clock.Hand, *bytes.Buffer) {
	hand, out := clock.NewHand(time.Unix(0, 0)), new(bytes.Buffer)
	return Teller{Out: out, Columns: columns, Lang: i18n.Chinese, Now: hand.Now}, hand, out
}

func TestWithoutTerminalIsOneLine(t *testing.T) {
	t.Parallel()
	on, hand, stderr := console(0)
	p := on.Begin("导入诉求件", 10701)
	for range 107 {
		hand.Advance(time.Second)
		p.Add(100)
	}
	p.Add(1)
	hand.Advance(250 * time.Millisecond)
	p.Done()
	p.Done()
	p.Stop()
	if got, want := stderr.String(), "导入诉求件：10701，用时 107.2 秒\n"; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
}

func TestDrawsABar(t *testing.T) {
	t.Parallel()
	on, hand, stderr := console(60)
	p := on.Begin("导入", 200)
	for range 100 { // ten times as often as it may draw
		hand.Advance(redraw / 10)
		p.Add(1)
	}
	if frames := strings.Count(stderr.String(), "\r"); frames < 10 || frames > 12 {
		t.Errorf("drew %d times in 10 intervals", frames)
	}
	if want := "导入 [###################....................]  50% 100/200"; !strings.HasSuffix(stderr.String(), want) {
		t.Errorf("the last frame isn't %q in %q", want, stderr.String())
	}
	p.Stop()
	if !strings.HasSuffix(stderr.String(), "\r\x1b[K") {
		t.Errorf("the bar stays on the screen: %q", stderr.String())
	}
}

func TestFitsTheTerminal(t *testing.T) {
	t.Parallel()
	for columns := 30; columns <= 200; columns++ {
		on, _, _ := console(columns)
		p := on.Begin("生成", 7)
		p.Add(9) // more than announced
		if width := utf8.RuneCountInString(p.bar()) + len("生成")/3; width >= columns {
			t.Errorf("%d columns of bar on %d", width, columns)
		}
		if !strings.Contains(p.bar(), "100% 9/7") {
			t.Errorf("%q hides how much was done", p.bar())
		}
	}
}

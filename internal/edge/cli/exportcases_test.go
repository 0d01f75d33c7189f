package cli

import (
	"bytes"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/kernel/i18n"
)

// TestExportSaysWhatItLeavesOut: whatever the columns cannot hold is told, and
// nothing where they hold all.
func TestExportSaysWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	lossy := desk.Exported{Cases: 9, Rows: 9, Excluded: 2, Disclosed: 3, LeftOut: map[casework.CaseState]int{casework.Refused: 1, casework.Merged: 4}}
	for _, c := range []struct {
		lang i18n.Lang
		done desk.Exported
		want string
	}{
		{"en", desk.Exported{Cases: 9, Rows: 9}, ""},
		{"en", lossy, "2 legs are excluded from figures here and will count elsewhere: the columns cannot hold exclusions\n" +
			"3 cases are confidential or anonymous here and will not be marked so elsewhere: keep the table safe\n" +
			"4 cases left out, merged: the columns cannot hold them\n1 cases left out, refused: the columns cannot hold them\n"},
		{"zh", lossy, "2 个已剔除的承办任务按计入导出：表中没有剔除列\n3 件保密或匿名件已导出，表中没有保密列：请妥善保管\n" +
			"未导出 4 件" + casework.Merged.Chinese() + "件：表中没有可填的列\n未导出 1 件" + casework.Refused.Chinese() + "件：表中没有可填的列\n"},
	} {
		var said bytes.Buffer
		(&ExportCasesCmd{}).warn(&Env{Stderr: &said, Lang: c.lang}, c.done)
		if said.String() != c.want {
			t.Errorf("says\n%s\nexpected\n%s", &said, c.want)
		}
	}
}

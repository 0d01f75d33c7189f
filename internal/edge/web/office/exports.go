package office

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"huying/internal/app/admin"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// exportView is the screen with a file for every part in every format.
type exportView struct {
	Above []step
	Title string
	Whole []step
	Parts []partView
}

// partView is one part with its files.
type partView struct {
	Name  string
	Files []step
}

// partName is a part of the configuration as people say it.
func partName(v *page.Visit, part string) string {
	if slices.Contains(rulebook.Kinds(), rulebook.Kind(part)) {
		return kindName(v, rulebook.Kind(part))
	}
	return v.Say(key("export.part_" + part))
}

func (s *room) exportPage(v *page.Visit) (*page.Screen, error) {
	config, err := s.Office.Export(v.Context(), s.asker(v))
	if err != nil {
		return nil, err
	}
	view := &exportView{Above: above(v), Title: v.Say("export.title")}
	file := func(part, format string) step {
		return step{strings.ToUpper(format), v.Link(at(exportPath, part+"."+format))}
	}
	view.Whole = []step{file("all", yamlFile), file("all", xlsxFile)}
	for _, part := range admin.TableNames() {
		if len(config.Only(part).Tables()) > 0 {
			view.Parts = append(view.Parts, partView{partName(v, part), []step{file(part, yamlFile), file(part, csvFile), file(part, xlsxFile)}})
		}
	}
	return &page.Screen{Layout: "office/export", Title: view.Title, Data: view}, nil
}

// The endings of files, which name their format.
const (
	yamlFile = "yaml"
	csvFile  = "csv"
	xlsxFile = "xlsx"
)

// media are the formats that files come in.
var media = map[string]string{
	yamlFile: "application/yaml; charset=utf-8", csvFile: "text/csv; charset=utf-8",
	xlsxFile: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// exportFile writes the configuration, or a part of it, as a file.
func (s *room) exportFile(w http.ResponseWriter, v *page.Visit) error {
	part, format, _ := strings.Cut(v.PathValue("file"), ".")
	if media[format] == "" || part != "all" && !slices.Contains(admin.TableNames(), part) {
		return v.Missing("page.not_found", "error.page")
	}
	config, err := s.Office.Export(v.Context(), s.asker(v))
	if err != nil {
		return err
	}
	kind := part
	if part == "all" {
		kind = ""
	}
	data, err := s.Files.Write(config, format, kind)
	if err != nil {
		return errs.Wrap("office.export", err)
	}
	w.Header().Set("Content-Type", media[format])
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="huying-%s.%s"`, part, format))
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(data) // the visitor has gone: nothing to tell anybody
	return nil
}

package citizen

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"huying/internal/domain/openleg"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// proofPath is where the proofs of the case that is open are.
const proofPath = minePath + "/proofs/"

// counted is a bulletin that counts the case.
type counted struct {
	Title   string // of the bulletin
	Verdict string // as it was counted
	First   string // the one before it; empty: there was none, or the same
	Link    string // of the proof
}

// counted are the bulletins that count the case.
func (s *room) counted(v *page.Visit, own opening) ([]counted, error) {
	proofs, err := s.Door.Proofs(v.Context(), own.id)
	if err != nil {
		return nil, errs.Wrap("citizen.proofs", err)
	}
	all := make([]counted, 0, len(proofs))
	for i := range proofs {
		line, err := proofs[i].Check()
		if err != nil {
			return nil, errs.Wrap("citizen.proofs", err)
		}
		one := counted{Title: proofs[i].Title, Verdict: verdictWord(v, line.Verdict), Link: v.Link(proofPath + strconv.Itoa(i+1))}
		if line.First != "" {
			one.First = verdictWord(v, line.First)
		}
		all = append(all, one)
	}
	return all, nil
}

func verdictWord(v *page.Visit, given survey.Verdict) string {
	return v.Say(i18n.Key("verdict." + cmp.Or(string(given), "none")))
}

// proof writes a proof as a file, to be checked by whoever has it.
func (s *room) proof(w http.ResponseWriter, v *page.Visit) error {
	own, open := s.opened(v)
	if !open {
		return v.Show(w, &page.Screen{Goto: v.Link(queryPath)})
	}
	proofs, err := s.Door.Proofs(v.Context(), own.id)
	if err != nil {
		return errs.Wrap("citizen.proof", err)
	}
	n, err := strconv.Atoi(v.PathValue("proof"))
	if err != nil || n < 1 || n > len(proofs) {
		return v.Missing("page.not_found", "error.page")
	}
	return writeProof(w, n, &proofs[n-1])
}

func writeProof(w http.ResponseWriter, n int, p *openleg.Proof) error {
	body, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return errs.Wrap("citizen.proof", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="huying-proof-%d.json"`, n))
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(append(body, '\n')) // the visitor has gone: nothing to tell anybody
	return nil
}

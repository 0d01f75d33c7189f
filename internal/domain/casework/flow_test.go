package casework

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the generated documents")

func TestFlowHolds(t *testing.T) {
	t.Parallel()
	for _, problem := range CheckFlow() {
		t.Error(problem)
	}
}

func TestFlowDocument(t *testing.T) {
	t.Parallel()
	const path = "../../../docs/flow.md"
	want := flowMarkdown()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/flow.md does not follow the flow tables; run make generate")
	}
}

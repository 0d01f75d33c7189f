package archtest

import (
	"os"
	"testing"
)

// TestRepository holds the repository to every rule.
func TestRepository(t *testing.T) {
	t.Parallel()
	tree, err := Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if tree.Module != "huying" || len(tree.Packages) < 5 {
		t.Fatalf("this is not the repository: module %s, %d packages", tree.Module, len(tree.Packages))
	}
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			for _, finding := range rule.Check(tree) {
				t.Error(finding)
			}
		})
	}
	for _, warning := range Warnings(tree) {
		t.Log(warning)
	}
}

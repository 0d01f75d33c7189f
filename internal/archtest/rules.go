package archtest

// Rule is one thing that holds everywhere in the repository.
type Rule struct {
	Name  string
	Check func(*Tree) []string // what breaks it, each with the reason
}

// Rules returns all rules.
func Rules() []Rule {
	return []Rule{
		{"layers", checkLayers},
		{"modules", checkModules},
		{"purity", checkPurity},
		{"process", checkProcess},
		{"budgets", checkBudgets},
		{"names", checkNames},
		{"words", checkWords},
		{"texts", checkTexts},
		{"glossary", checkGlossary},
		{"state", checkState},
		{"figures", checkFigures},
		{"assets", checkAssets},
		{"readmes", checkReadmes},
		{"dependencies", checkDependencies},
		{"decisions", checkDecisions},
	}
}

package demo

// Places names every community of the district by its division code.
func Places() (map[string]string, error) {
	g, err := readGazetteer()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, inside := range g.inside {
		for _, p := range inside {
			names[p.code] = p.name
		}
	}
	return names, nil
}

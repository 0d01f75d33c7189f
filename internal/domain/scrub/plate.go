package scrub

import "strings"

const (
	// provinceSigns are the characters that a plate begins with.
	provinceSigns = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
	// plateEnds are the last characters of plates for trailers, training,
	// police, Hong Kong, Macao, consulates and embassies.
	plateEnds = "挂学警港澳领使"
	// newEnergy are the letters that mark a plate of a vehicle without petrol.
	newEnergy = "DABCEFGHJK"
	// longestPlate is how many places a plate has after the letter.
	longestPlate = 6
)

// plates finds number plates: 浙H12345, 浙H·D12345 (new energy, six places),
// 粤Z1234港.
func plates(signs []sign) []Finding {
	var found []Finding
	for i, s := range signs {
		if !strings.ContainsRune(provinceSigns, s.r) {
			continue
		}
		if to := plateFrom(signs, i); to > 0 {
			found = append(found, Finding{Plate, s.start, signs[to-1].end})
		}
	}
	return found
}

// plateFrom returns the sign after a plate that begins with a province, or 0.
func plateFrom(signs []sign, i int) int {
	office := pass(signs, i+1)
	if office == len(signs) || !plateLetter(signs[office].r) {
		return 0
	}
	var body strings.Builder
	end, at := 0, pass(signs, office+1)
	for at < len(signs) && body.Len() <= longestPlate {
		r := signs[at].r
		if strings.ContainsRune(plateEnds, r) && body.Len() == 4 && plain(body.String()) {
			return at + 1
		}
		if !letterOrDigit(r) {
			break
		}
		body.WriteRune(r)
		at++
		if (at == len(signs) || !letterOrDigit(signs[at].r)) && isPlate(body.String()) {
			end = at
		}
		at = pass(signs, at)
	}
	return end
}

// isPlate reports whether these are the places after the letter of the office.
func isPlate(body string) bool {
	return plain(body) && (len(body) == 5 || len(body) == longestPlate && green(body))
}

// plateLetter reports whether a letter occurs on plates: I and O do not.
func plateLetter(r rune) bool { return r >= 'A' && r <= 'Z' && r != 'I' && r != 'O' }

// plain reports whether the places are letters and digits of a plate, more
// digits than a word would have.
func plain(body string) bool {
	digits := 0
	for _, r := range body {
		switch {
		case isDigit(r):
			digits++
		case !plateLetter(r):
			return false
		}
	}
	return digits >= 2
}

// green reports whether six places are those of a new energy plate: small
// vehicles have the letter first, large ones last.
func green(body string) bool {
	return strings.IndexByte(newEnergy, body[0]) >= 0 && number(body[2:]) || strings.IndexByte(newEnergy, body[5]) >= 0 && number(body[:5])
}

func number(text string) bool {
	for _, r := range text {
		if !isDigit(r) {
			return false
		}
	}
	return true
}

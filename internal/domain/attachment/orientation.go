package attachment

import "encoding/binary"

// upright is the way up of a picture that is to be shown as it is stored.
const upright = 1

// orientation reads from what a camera tells (TIFF within Exif) which way up a
// picture is, 1 to 8; upright where it does not say, or says nonsense.
func orientation(tiff []byte) uint16 {
	order, ok := byteOrder(tiff)
	const head, entry, tag = 8, 12, 0x0112
	if !ok || len(tiff) < head {
		return upright
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < head || at+2 > int64(len(tiff)) {
		return upright
	}
	list := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(list) < entry {
			return upright
		}
		const short = 3
		if order.Uint16(list) == tag && order.Uint16(list[2:]) == short && order.Uint32(list[4:]) == 1 {
			if way := order.Uint16(list[8:]); way >= upright && way <= 8 {
				return way
			}
			return upright
		}
		list = list[entry:]
	}
	return upright
}

func byteOrder(tiff []byte) (binary.ByteOrder, bool) {
	const sign = 4
	if len(tiff) < sign {
		return nil, false
	}
	switch string(tiff[:sign]) {
	case "II*\x00":
		return binary.LittleEndian, true
	case "MM\x00*":
		return binary.BigEndian, true
	}
	return nil, false
}

// onlyOrientation is TIFF that says which way up a picture is and nothing else.
func onlyOrientation(way uint16) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	b = binary.BigEndian.AppendUint16(b, way)
	return append(b, 0, 0, 0, 0, 0, 0) // the rest of the value, and no further list
}

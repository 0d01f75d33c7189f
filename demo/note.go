package demo

import "huying/internal/domain/calendar"

// Note is something about the demonstration that a reader of its figures must
// know, in both languages, and the period of the figures that it speaks of.
type Note struct {
	Chinese, English string
	Period           calendar.Period
}

// Text is the note as rules and bulletins hold it: both languages in one.
func (n Note) Text() string { return n.Chinese + " / " + n.English }

// Notes lists what is inferred, assumed or invented, each to be printed where
// its figures are and nowhere else.
func Notes() []Note {
	all := calendar.Period{From: Quarter().YearBefore().From, To: Epidemic().To}
	notes := []Note{{
		"本通报的每个数字都由模拟的诉求件逐件计算得出。诉求件、经办过程和全部文字均为虚构，不含任何真实的人。",
		"Every figure is computed from simulated cases. Cases, their course and all texts are invented. No real person occurs.", all,
	}}
	notes = append(notes, inQuarter(inferred())...)
	return append(append(notes, comparison()), inWinter()...)
}

// saying is a note whose period is known from where it stands.
type saying struct{ chinese, english string }

func during(p calendar.Period, said []saying) []Note {
	notes := make([]Note, len(said))
	for i, s := range said {
		notes[i] = Note{s.chinese, s.english, p}
	}
	return notes
}

func inQuarter(said []saying) []Note { return during(Quarter(), said) }

// inferred is what stands behind the quarter's figures without being printed
// in the published bulletin.
func inferred() []saying {
	return []saying{
		{
			"计数和用时合计取自公开通报。参评数为推定：公开通报没有印出各单位的参评件数，这里取能还原其效能指数的最小整数；无不满意件的单位约取六成。",
			"Counts and totals of days follow the published bulletin. Surveyed counts are inferred, for it does not print them. Taken is the smallest whole number that gives a unit's index, and about three in five legs of units without a dissatisfied caller.",
		},
		{
			"榜外120件为推定：各单位办理数量之和比交转件少120件，这里由两榜以外的单位（未列入榜单的街道和乡、水电气等公用企业及市级单位）承办，且无一不满意。",
			"The 120 legs outside the lists are inferred: the rows sum to 120 legs fewer than were transferred. Here bodies of neither list carry them (two streets and a township that the lists leave out, utilities, bodies of the city), none with a dissatisfied caller.",
		},
		{
			"当日办结件为推定，只有公安柯山分局和农业农村局有：办理不足100件的单位中，仅这两家的平均办理时长乘以办理数量不是整天。",
			"That only 公安柯山分局 and 农业农村局 have legs closed on their day of dispatch is inferred: of the units with fewer than 100 legs, theirs alone times the average days make no whole number of days.",
		},
		{
			"直接答复与交转、主办与协办的比例为假设：公开通报只给出受理和交转的总数。",
			"How many cases were answered directly, and how many legs assist, is assumed: the published bulletin gives only the totals received and transferred.",
		},
		{
			"未归入十大类的受理件按“未分类”处理，不参加排名。",
			"Cases that the ten printed subjects do not cover are read as unclassified and are not ranked.",
		},
		{
			"按期受理、办结、回访均在“district”预设期限内完成；该期限为假设，公开通报未载明。",
			"Everything is signed, closed and called back within the limits of the preset policy \"district\", which is an assumption: the published bulletin does not state them.",
		},
		{
			"全市其他区划的名称和指数均为虚构，仅用于说明排名的计算。",
			"Names and indices of the city's other regions are invented, to show how the rank is computed.",
		},
		{
			"2019年的来电未逐通登记，故当季来电数为零。",
			"Calls of 2019 were not logged one by one, so the quarter shows none.",
		},
	}
}

// comparison is said of the quarter of the year before and wherever figures
// are compared with it.
func comparison() Note {
	return Note{
		"2018年四季度为比较期：只有文明城市各类的件数、平均办理时长和满意率由公开通报的同比推得，其余（含各单位数字、受理总数、噪音类78件的基数）均为虚构。",
		"The last quarter of 2018 is there for comparison: only the city topic's counts, the mean days and the satisfaction follow from the published changes. All else, each unit's numbers and the base of 78 for noise among it, is invented.",
		calendar.Period{From: Quarter().YearBefore().From, To: Quarter().To},
	}
}

// inWinter is said of early 2020.
func inWinter() []Note {
	return during(Epidemic(), []saying{
		{
			"2020年一季度只有疫情和健康码的来电数取自公开文章（截止3月9日），诉求件的件数、承办单位、用时和评价均为虚构。",
			"Of early 2020 only the counts of calls about the epidemic and the health code follow the published article, which counts to 9 March. How many cases there are, who handled them, how long that took and the verdicts are invented.",
		},
		{
			"故事件只沿用公开文章的经过，人物、病情、年龄和社区均为虚构。",
			"The stories follow only the course that the article tells; persons, illness, age and community are invented.",
		},
	})
}

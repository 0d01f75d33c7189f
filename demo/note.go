package demo

// Note is something about the demonstration that a reader of its figures must
// know, in both languages.
type Note struct{ Chinese, English string }

// Notes lists what is inferred, assumed or invented, to be printed wherever
// the demonstration's bulletin is.
func Notes() []Note {
	return []Note{
		{
			"本通报的每个数字都由模拟的诉求件逐件计算得出。诉求件、经办过程和全部文字均为虚构，只有计数和用时合计取自公开通报；不含任何真实的人。",
			"Every figure is computed from simulated cases. Cases, their course and all texts are invented; only counts and totals of days follow the published bulletin. No real person occurs.",
		},
		{
			"参评数为推定：公开通报没有印出各单位的参评件数，这里取能还原其效能指数的最小整数；无不满意件的单位约取六成。",
			"Surveyed counts are inferred: the published bulletin does not print them. Taken is the smallest whole number that gives a unit's index, and about three in five legs of units without a dissatisfied caller.",
		},
		{
			"榜外120件为推定：各单位办理数量之和比交转件少120件，这里由两榜以外的单位（未列入榜单的街道和乡、水电气等公用企业及市级单位）承办，且无一不满意。",
			"The 120 legs outside the lists are inferred: the rows sum to 120 legs fewer than were transferred. Here bodies of neither list carry them (two streets and a township that the lists leave out, utilities, bodies of the city), none with a dissatisfied caller.",
		},
		{
			"办理时长按整天计为推定：办结日期减交办日期；当日办结的按实际用时折算。仅公安柯山分局和农业农村局有当日办结件。",
			"Whole days are inferred: date of closing less date of dispatch; a leg closed on its day of dispatch counts its elapsed time. Only two units have such legs.",
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
			"2018年四季度为比较期：只有文明城市各类的件数、平均办理时长和满意率由公开通报的同比推得，其余（含各单位数字、受理总数、噪音类78件的基数）均为虚构。",
			"The last quarter of 2018 is there for comparison: only the city topic's counts, the mean days and the satisfaction follow from the published changes. All else, each unit's numbers and the base of 78 for noise among it, is invented.",
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
			"疫情来电自2020年1月1日起计为假设：公开文章只写明截止3月9日；疫情与健康码来电分开计数。2019年的来电未逐通登记，故当季来电数为零。",
			"That calls are counted from 1 January 2020 is assumed: the published article only says that it counts to 9 March. Calls about the epidemic and about the health code are counted apart. Calls of 2019 were not logged one by one, so that quarter shows none.",
		},
		{
			"两则故事件只沿用公开文章的经过，人物、病情、年龄和社区均为虚构。",
			"The stories follow only the course that the article tells; persons, illness, age and community are invented.",
		},
	}
}

/**
 * Complaints of the shared NHTSA files that a reader marked from their text alone, before any detector was run on them
 * (22 November 2026): which alarms each should raise, by the number after `nhtsa-`. No text is copied here; docs/quality.md says how rows were
 * chosen and what counts. A mark is never changed to please the detector: what is disputed is said in docs/quality.md.
 *
 * What counts. `injury`: somebody was hurt, made ill or killed, however slightly. `fire`: the thing burnt, smoked, or melted with heat; not a
 * part that "burnt out", nor smoke from an exhaust. `police`: the police came or a report was filed. `legal`: a lawsuit about this, or the step
 * to one. `regulator`: an authority is turned to or asked to act; not the number of one of its recalls, nor that somebody was referred to its
 * hotline. A danger, a fear, "could have" and "nobody was" raise nothing; neither does a crash in which nobody was hurt.
 */
export interface Marks {
  readonly raised: Readonly<Record<string, readonly string[]>>
  readonly leftAlone: readonly string[]
}

/** Every 17th row of the body file from the 7th, and every 4th of the mixed file from the 3rd: an even sample. */
export const evenMarks: Marks = {
  raised: {
    '11337480': ['injury'],
    '11425800': ['injury'],
    '11505388': ['regulator'],
    '11552555': ['fire'],
    '11566842': ['regulator'],
    '11568197': ['fire'],
    '11571896': ['legal'],
    '11572145': ['regulator'],
    '11572216': ['fire'],
    '11572661': ['legal'],
  },
  leftAlone: `
  11298191 11301955 11308375 11312043 11319955 11323462 11325867 11328722 11341155 11350867 11361529 11366931 11375887 11384556 11387650
  11395893 11398894 11405012 11414537 11418160 11420858 11429703 11432748 11437745 11444063 11447226 11451526 11456890 11458763 11463001
  11467210 11471594 11477212 11482214 11487185 11491530 11495099 11498090 11502560 11504732 11506342 11508194 11510168 11511867 11513656
  11516500 11519563 11521773 11523861 11526673 11528039 11530181 11531875 11533360 11534602 11535993 11538473 11540680 11542266 11543601
  11546895 11548570 11550338 11551623 11554617 11556748 11558502 11560348 11563277 11565394 11570152 11572021 11571629 11571654 11571821
  11571879 11571952 11572028 11572099 11572168 11572313 11572381 11572451 11572566 11572702 11572734 11572771 11572825 11574165 11574188
  11574255 11574276 11574321 11574418 11574535 11574569 11574588 11574743 11574799 11574888 11574928 11575008 11575148 10758490 10872377
  10215852 10929609 865855 10009499 10276349`
    .trim()
    .split(/\s+/),
}

/** Of the other rows that hold a word somehow near the matter (hurt, fire, neck, doctor, cut …), every 5th and every 2nd: an enriched sample. */
export const enrichedMarks: Marks = {
  raised: {
    '11308430': ['fire'],
    '11315469': ['injury'],
    '11329871': ['police'],
    '11523585': ['regulator'],
    '11526840': ['fire'],
    '11565249': ['injury'],
    '11571852': ['fire'],
    '11571881': ['legal'],
    '11572195': ['injury', 'police'],
    '11572696': ['legal'],
    '11574549': ['legal'],
    '11574895': ['injury', 'police'],
    '10882089': ['fire'],
  },
  leftAlone: `
  11299559 11376658 11395894 11415119 11422748 11431051 11444986 11456524 11463957 11467108 11480620 11486809 11491148 11495097 11506145
  11508875 11512366 11515300 11531931 11534113 11535431 11536074 11542015 11544663 11549237 11554570 11567916 11571891 11571935 11572404
  11574142 11574259 11574587 11574785 11575147 802250 11317952 11122040`
    .trim()
    .split(/\s+/),
}

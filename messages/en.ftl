### What people read, in English.
###
### Key = text, in the format of Project Fluent (projectfluent.org). What stands in braces is filled
### in by the program: keep its name, put it where the sentence needs it. Words in `backticks` are
### commands, files and published words: they stay as they are. Every key stands in every language;
### `cargo test messages` says what is missing.

## Verdicts
## What a KPI of an area and period came to.

verdict-met = met
verdict-not-met = not met
verdict-on-track = on track
verdict-off-track = off track
verdict-not-due = not due yet
verdict-no-target = no target
verdict-not-assessable = not assessable
verdict-tolerated = { $verdict } (within the tolerance of { $tolerance })

## Reasons
## Why a verdict could not be reached. The end of a sentence, after a colon.

reason-contract-broken = the delivery that contains the figure was refused
reason-suppressed = the provider withheld the figure
reason-unit-mismatch = the figures are in different units, or not in the unit of the KPI
reason-basis-mismatch = the figures count different things
reason-definition-break = the definition changed in between
reason-boundary-break = the area's boundary changed and the figure cannot be divided
reason-source-conflict = statements of equal rank disagree
reason-quarantined = a figure was received but is quarantined
reason-out-of-range = the figure is too large or too small for six decimal places
reason-series-mixed = the figures belong to different series and are not compared
reason-value-missing = no figure for the period
reason-base-missing = no figure for the period compared with
reason-base-missing-week = the year compared with has no such week
reason-plan-missing = no plan for the period
reason-partial-period = the period is incomplete
reason-no-occasion = nothing fell due
reason-base-zero = the base is zero
reason-plan-zero = the plan is zero
reason-denominator-zero = the denominator is zero
reason-base-negative = the base is negative
reason-plan-negative = the plan is negative
reason-deflator-missing = no price index, so no figure at constant prices
reason-rate-missing = no rate of exchange for the period, so no figure in the other currency
reason-band-missing = no band of the rubric contains the value
reason-band-unverified = the bands of the rubric are not verified

## Flags
## What a reader of a verdict must know. The end of a sentence, after a colon.

flag-before-period-end = an estimate of the whole period, published before the period ended
flag-boundary-approximate = part of the area cannot be separated
flag-boundary-rebased = compiled from former units
flag-calendar-effect = a movable holiday or the number of working days differs between the periods
flag-corrected = a recorded correction was applied
flag-exists-in-part = the area or the member exists in a part of the period only
flag-imputed = an input was imputed
flag-input-rounding = the verdict depends on how an input was rounded
flag-knife-edge = the margin is within the usual revisions
flag-outlier-unverified = an unusual value that nobody has confirmed
flag-plan-not-assigned = the plan is the submitted one, not the assigned one
flag-not-listed = the list, which is one of all areas, has no row of the area or of one of its parts: that is 0
flag-parts-left-out = the sum leaves out the figure of an area below
flag-sampling-error-unknown = a figure is of a survey, and what its sampling error makes of the verdict is not known
flag-ranked-areas-differ = other areas are ranked in the period compared with
flag-scheme-break = the scoring scheme changed
flag-share-out-of-range = a part is larger than its whole, or negative: the value is not a share
flag-series-spliced = figures of several series are compared, as declared
flag-small-base = the base is small
flag-to-date = a figure to date: published before its period ended and not confirmed since
flag-vintage-mixed = the inputs are of different maturity
flag-within-sampling-error = the sampling error of a survey leaves it open (95 %)
flag-within-tolerance = missed, but within the tolerance

## Status of a figure
## How settled a figure is, as its publisher says.

status-estimate = estimate
status-preliminary = preliminary
status-final = final

## Operands
## What a figure is in the formula of a KPI. `plan` is the budget plan.

role-current = current
role-base = base
role-against = against
role-part = part
role-whole = whole
role-base-part = base part
role-base-whole = base whole
role-plan = plan

## Spans
## After a period: `2025-09 to date`.

span-ytd = to date
span-rolling12 = (12 months)

## Rows
## What became of a row of a table when its figure was looked for.

fate-used = used
fate-derived = not used: derived from other figures
fate-dropped = not used: dropped by a correction
fate-not-preferred = not used: another kind is preferred
fate-other-total = not used: the total is stated, or is added up from all members
fate-outranked = not used: a better-ranked source has the figure
fate-conflict = not used: sources of equal rank disagree
fate-superseded = not used: replaced by a later publication
fate-withdrawn = not used: taken back, delivery { $delivery } no longer has it
fate-repeated = not used: repeats a figure that was already known
fate-quarantined = not used: received but quarantined
fate-other-series = not used: the figure used is of another series
fate-confirms = not added up: repeats the figure after its period ended, and so confirms it
fate-not-asked = not counted: it does not fit the condition

## Figures with their units
## `pp` are percentage points. Digits are grouped by the program.

unit-pp = { $number } pp
unit-points = { $number } points
unit-rank = rank { $number }
unit-places =
    { $number } { $count ->
        [one] place
       *[other] places
    }
unit-places-up = { $places } (moved up)
unit-places-down = { $places } (moved down)
unit-billion = { $number } bn { $name }
unit-ranked = { $number } areas ranked
unit-bn-vnd = bn VND

## How far a value is from its target
## `by now`: of a year that is judged while it runs, the distance from what is expected by now.

margin-better = { $size } better than the target
margin-worse = { $size } worse than the target
margin-inside = inside by { $size }
margin-outside = outside by { $size }
margin-equal = equal to the target
margin-equal-above = equal to the target, which is to be exceeded
margin-equal-below = equal to the target, which is to be undercut
margin-better-by-now = { $size } better than expected by now
margin-worse-by-now = { $size } worse than expected by now
margin-equal-by-now = equal to what is expected by now

## Names of units

unit-name-vnd = VND
unit-name-points = points
unit-name-targets = targets
unit-name-enterprises = enterprises

## Outcomes of deliveries, of runs and of due times

outcome-accepted = accepted
outcome-refused = refused
outcome-unreadable = unreadable
run-outcome-published = published
run-outcome-proposed = waits for approval
run-outcome-unchanged = unchanged
run-outcome-partial = published in part
run-outcome-failed = failed
run-outcome-aborted = aborted
run-outcome-running = running
decision-ran = ran
decision-missed = missed
decision-skipped = skipped: the one before still ran
decision-superseded = made up for by a later one
decision-failed = failed
decision-retried = failed, tries again
decision-aborted = aborted, taken up again
decision-waited = waits for another run

## Stages of a budget plan

stage-submitted = submitted
stage-assigned = assigned
stage-council = council
stage-revised = revised

## Actions of a correction

action-override = another figure
action-scale = another scale
action-drop = not used
action-flag = used with a flag

## What happened to an area

relation-merge = merged
relation-split = split
relation-transfer = part transferred
relation-rename = renamed

## Steps of a proof

proof-configuration = configuration
proof-landing = landed file
proof-table = table
proof-cell = cell
proof-item = part
proof-row = row
proof-operand = figure
proof-score = verdict

## Corrections, with the publisher
## How far a correction of a published figure has come with its publisher.

correction-open = open
correction-reported = reported
correction-mended = corrected by the publisher

## Targets, how far they bind

binding-binds = binds
binding-in-part = superseded in part
binding-superseded = superseded
binding-from-effect = binds the periods from its day of effect on
binding-too-late = binds no period: it took effect after its periods
binding-waiting = waits for approval
binding-undecided = not yet decided then

## Why a verdict changed
## In lists, after a colon.

cause-target = another target
cause-formula = another formula
cause-data = other data received
cause-contract = the data are read by another contract
cause-repair = a repair of what could not be read
cause-correction = another correction of the figures
cause-areas = another register of areas
cause-period-ended = the period has ended since
cause-program = the rules of another program
cause-neighbours = figures of other areas or periods

## Decisions about a release

act-propose = proposed
act-approve = approved
act-reject = rejected
act-publish = put in force
act-withdraw = withdrawn
act-run = run asked for
act-pause = paused
act-resume = resumed
act-repair = repaired
act-revoke = shut out
subject-release = release
subject-target = target
subject-correction = correction
subject-pipeline = pipeline
subject-cell = cell
subject-person = person

## chiso journal

journal-empty = nothing was decided yet
journal-at = When
journal-by = Who
journal-act = What
journal-about = About
journal-why = Why

## Targets, what changed

target-change-added = added
target-change-removed = removed
target-change-superseded = superseded
target-change-changed = changed

## Arrivals
## Whether the data of an area and period came in time.

arrival-on-time = on time
arrival-late = late
arrival-due = due
arrival-overdue = overdue
arrival-partial = partial
arrival-shrunken = shrunken
arrival-wrong-type = wrong type

## Areas, what became of them
## Between two days.

union-same = unchanged
union-renamed = renamed
union-merged = merged
union-split = split
union-regrouped = regrouped
union-begun = begun
union-ended = ended

## Quarantined observations, read again

replay-accepted = accepted
replay-ignored = ignored, as the repair says
replay-refused = its delivery is refused
replay-quarantined = still quarantined

## Designs of a study

design-cross-section = areas with each other, one period
design-pooled = areas with each other, all periods
design-within = each area with itself over time
design-difference = changes from period to period

## Coefficients

coefficient-pearson = Pearson r
coefficient-spearman = Spearman ρ
coefficient-kendall = Kendall τ-b

## Rows of a study without a coefficient

refusal-no-control = a declared control has no figures
refusal-no-pairs = no area has both figures
refusal-scheme-break = scores of one period made by several schemes
refusal-series-mixed = figures of one period in several units, or by several bases, datasets or definitions
refusal-too-few-areas = too few areas
refusal-too-few-periods = too few periods
refusal-constant-series = a series does not vary

## Strength of an association
## Three messages in a row: strength, sign, chance.

strength-near-zero = near zero
strength-weak = weak
strength-moderate = moderate
strength-strong = strong
strength-positive = , positive
strength-negative = , negative
strength-more-than-chance = ; more than chance
strength-one-many-looked = ; one of many looked at
strength-may-chance = ; may be chance

## chiso init

init-wrote = wrote { $path }
init-next = An example project for an invented country. Next:
init-own-files = Then add your own files under datasets/ and describe them in datasets/*.toml.

## chiso run
## Counts are grouped by the program.

run-came-in-force = approved, and in force from now on: release { $id }
run-nothing-new = nothing new; still in force: release { $id }
run-nothing-new-since = nothing new since release { $id }
# The account of a run: read = accepted + quarantined + without a figure + of refused deliveries.
run-account = { $deliveries } deliveries: { $read } observations read = { $accepted } accepted + { $quarantined } quarantined + { $ignored } without a figure
run-account-records = { $deliveries } deliveries: { $read } records read = { $accepted } accepted + { $quarantined } quarantined
run-account-refused = { $account } + { $refused } in refused deliveries
run-published = published release { $id } ({ $verdicts } verdicts)
run-candidate = made candidate release { $id } ({ $verdicts } verdicts)
run-same-content = same content; still in force: release { $id } ({ $verdicts } verdicts)
run-same-figures = same figures as release { $id } ({ $verdicts } verdicts)
run-next = Next:

## chiso run --plan
## What a run would do.

plan-head = Plan only: nothing was written.
plan-asked = would be requested: { $dataset } { $source } ({ $by })
plan-landed = would be landed: { $path } ({ $dataset }, { $size } B)
plan-conformed = would be conformed: { $dataset } { $delivery } { $outcome } ({ $counts })
plan-rows = { $name }: { $before } → { $now } rows
plan-refused = the figures are those of a refused release: { $id }
plan-candidate = would make a release that waits for approval
plan-same = no new release; in force stays { $id }
plan-published = would publish a new release
plan-flips = { $number } verdicts would change
plan-first-verdicts = { $number } verdicts, the first ones
plan-area = area
plan-period = period
plan-verdict = verdict
plan-value = value
plan-target = target
plan-why = why

## chiso status

status-none-yet = none yet; run `chiso run`
status-none = none
status-release-in-force = release in force: { $release }
status-last-run = last run: { $time } ({ $outcome })
status-dataset = Dataset
status-file = File
status-outcome = Outcome
status-read = Read
status-accepted = Accepted
status-quarantined = Quarantined
status-no-figure = Not used
status-landed = Landed
status-source = fault of a source: { $fault }
status-schedule-never = never
status-schedule-last = ; last { $time } ({ $result })
status-schedule-not-watched = ; not watched yet: start `chiso serve`
status-schedule = schedule of { $id }: next due { $next }{ $past }

## chiso schedule

schedule-none = no pipeline has a `schedule`; all are run by hand
schedule-paused = { $by } paused it on { $since }: { $why }
schedule-pipeline = Pipeline
schedule-due-utc = Due (UTC)
schedule-due-local = Due, local
schedule-zone = Zone

## chiso status, arrivals
## Whether data came when they were due.

arrivals-no-rule = no dataset has an arrival rule; add `[[arrival]]` to one
arrivals-unknown = arrivals: not known until the next run: { $error }
arrivals-none = none
# The end of `arrivals-summary`.
arrivals-next-due = ; next due { $day } { $dataset } { $period }
arrivals-summary = arrivals: { $counts }{ $next }
arrivals-due-on = due { $day }
arrivals-hidden = … { $hidden } earlier ones: `chiso status --wrong`
arrivals-earlier-periods = … { $hidden } earlier periods: `--to PERIOD`

## chiso scorecard
## Headers of a table, then labels of the scoreboard after a run.

scorecard-no-rows = no such rows
scorecard-kpi = KPI
scorecard-area = Area
scorecard-period = Period
scorecard-boundaries-of = boundaries of { $boundary }
as-of-known = known by { $time }
scorecard-value = Value
scorecard-target = Target
scorecard-by-now = Expected by now
scorecard-usual-error = Usual error
scorecard-verdict = Verdict
scorecard-current = Current
scorecard-against = Against
scorecard-status = Status
scorecard-reasons-flags = Reasons, flags
scorecard-legend = { $code }: { $meaning }
scorecard-label-reason = reason
scorecard-label-flag = flag
scorecard-label-verdict = verdict
scorecard-label-value = value
scorecard-label-margin = margin
scorecard-target-of = target { $target }
scorecard-label-current = current
scorecard-plan-for = (plan for { $base_period })
scorecard-label-against = against
scorecard-label-whole = of

## chiso scorecard, figures that were not used

alternatives-years = { $number } years
alternatives-all-areas = { $error } (all areas, { $years })
alternatives-unknown = unknown
alternatives-more = … { $number } more; `chiso query "select * from alternatives"` shows all
alternatives-head = With figures that were not used:
alternatives-vintage = , as it stood then

## chiso explain
## How a verdict came about. One word without arguments is a label in the first column.

explain-outranked = not used: outranked by `{ $dataset }`
explain-no-figure-said = states that there is no figure
explain-withheld = its source withholds the figure
explain-not-accepted = the figure was not accepted
explain-gives-none = has a figure, but the figure above has a reason why there is none
explain-heading = { $name } ({ $code }), { $period }, boundaries of { $boundary }
explain-verdict = verdict
explain-value = value
explain-formula = formula
explain-reason = reason
explain-flag = flag
explain-target = target
explain-on-path = , on the path { $rule } ({ $points }) to { $end } in { $period }
explain-for-level = , for every area of level { $level }
explain-no-figure = [no figure: { $role }]
explain-no-rank = [none: { $role }]
explain-needed = just met
explain-needed-above = { $sign } { $figure }, { $revision } above the current figure
explain-needed-below = { $sign } { $figure }, { $revision } below the current figure
explain-needed-same = { $sign } { $figure }, the current figure
explain-revisions-usual = { $number } ({ $status }): nine in ten stayed within { $usual }, the largest was { $largest }
explain-revisions-few = { $number } ({ $status }): too few to know their usual size; at least 8 are needed
explain-revisions = revisions
explain-revisions-known = of `{ $measure }`: { $revisions }
explain-revisions-more = … { $number } of earlier periods: `chiso revisions --measure { $measure }`
explain-pace = pace
explain-pace-expected = { $share } of the target is expected by now
explain-pace-plan = , the share that the months up to now have in the plan `{ $plan }` of the year
explain-probability = ; probability that the target is met { $chance }
explain-projection = projection
# The sampling errors of surveys.
explain-sampling = sampling
explain-sampling-of = { $of }: standard error { $error }, by { $stated }
explain-sampling-unknown = { $of }: no standard error; stated: { $stated }
explain-sampling-probability = probability that the true value meets the target { $chance } (normal distribution; samples of different periods, areas and datasets are independent)
explain-sampling-places = ranks { $best } to { $worst } are possible (95 %, each pair of areas by itself)
explain-highest-first = highest first
explain-lowest-first = lowest first
explain-place-of = rank of { $figure }
explain-not-listed = the list has no row of the area (delivery { $deliveries })
explain-rank-of = rank { $rank } of { $number }
explain-no-figure-in = { $figure }: no figure ({ $datasets })
explain-no-sum = no sum, because there is no figure of { $areas }
explain-no-series = no sum of one series: { $areas } has a figure by another statement, or by other periods, than the others
explain-extremes-apart = no figure of these rows together: each is the largest or the smallest of its months, and these need not fall into one month. State the figure of all of them in the source
explain-no-total = no total, because there is no figure of { $members } of { $area } in { $period }
explain-used = used
explain-not-used = not used
explain-dataset = dataset `{ $dataset }`, rank { $rank }, { $used }
explain-differs-areas = differs: the areas below add up to { $figure }{ $how }
explain-differs-members = differs: the members add up to { $figure }{ $how }
explain-differs-published = differs: the published figure is { $figure }; figures of one series are compared
explain-differs-periods = differs: the periods within it give { $figure }{ $how }
explain-derived-from = calculated from:
# After a period of a sum.
explain-piece-missing = (no figure)
explain-none = none
explain-basis = basis { $basis }
explain-scheme = scheme { $scheme }
explain-plan = plan { $stage }
explain-place-in-file = { $part }row { $row }, column `{ $col }`: "{ $raw }"
explain-source = source { $source }
explain-note = note { $text }
explain-repaired = repaired{ $at }: the file says "{ $expect }"
explain-repair-reason = reason { $reason } ({ $by }, { $date })
explain-corrected = corrected { $figure }
explain-flagged = used and flagged { $flag }
explain-decided = decided { $day }
explain-reported = reported to { $office }
explain-correction-of = correction { $id } ({ $action })
explain-as-published = as published { $figure }; { $done }
explain-correction-reason = reason { $reason }
explain-evidence = evidence { $evidence }
explain-status = status { $state }
explain-release = release
explain-release-known = { $id } (known at { $known }, chiso { $program })
explain-rebuilt = its tables are no longer in the lake: rebuilt from landing
explain-proved = computed again from the landed files
explain-contributions = parts
explain-contributions-of = what the areas below ({ $level }) add to the value
explain-contributions-members = what the members of { $dimension } add to the value
explain-contributions-rest-members = not explained by the members: { $value }
explain-contributions-rest = not explained by the areas below: { $value }
explain-contributions-lacking = no contributions: no figure for { $areas }
explain-among = among
explain-boundary-step = boundary step { $step }
# A code of an area on a day.
explain-code-of = { $code } of { $day }
explain-rows-found = { $number } rows
explain-rows-other = { $number } more that the measure does not use
explain-figures-more = … { $number } more figures; --format json lists all
explain-rows-more = … { $number } more rows; --format json lists all
explain-rows-later = { $number } known only from { $time }
explain-rows-quarantined = { $number } observations of the dataset quarantined
explain-looked-in = looked in `{ $dataset }`, { $value }{ $filter }, { $areas }: { $said }
explain-checks = checks { $results }
explain-published-at = , published { $time }
explain-delivery = sha256 { $hash }, landed { $time }{ $published }
explain-check-passed = passed
explain-check-contract = contract
explain-check-confirmed = confirmed as correct
explain-check-flagged = failed, used with a warning
explain-check-quarantined = failed, quarantined
explain-check-unclear = some rows failed; only the first is recorded
explain-merged = compiled from the units of { $date }
explain-sum-of = sum of the units of { $date }
explain-units-of = figures of the units of { $date }, not added up
explain-index-of = , the index of { $area }
explain-constant-prices = at constant prices of { $base }
explain-mean-weighted = mean weighted by `{ $weight }`: { $parts }
explain-nominal = nominal
explain-price-index = price index
explain-price-index-base = price index of the base
explain-weight = weight
explain-ratio = ratio
explain-mean-of-last = mean of the last { $number }
explain-linked = linked in { $overlap }
explain-mean-of = the mean of all of these periods
explain-largest-of = the largest of these periods
explain-smallest-of = the smallest of these periods
explain-numerator = divided
explain-denominator = divided by
explain-averaged = of the mean
explain-unlinked = as stated
explain-older = older series
explain-overlap = newer series in the overlap
explain-of-area = the figure of { $area }
explain-above = area above
explain-below = area added up
explain-member = member added up
explain-converted = converted
explain-amount = amount
explain-rate = rate of exchange
explain-rate-of = , the rate of { $area }
explain-older-overlap = older series in the overlap
explain-feast-moved = (in one of the periods only)
explain-feast = { $feast }: { $now }, the year before { $before }{ $moved }
explain-working-days = working days: { $now }, the year before { $then }
explain-calendar = calendar
explain-union = same place
explain-land = land
explain-other-land = { $name } has other land on { $to } than on { $from }: areas below it came or went
explain-union-of = { $before } on { $from } = { $after } on { $to }
explain-answered = answered
explain-answered-on = on the boundaries of { $day }, { $names }: `--boundary { $day } --area { $code }`
explain-weight-missing = there is no figure for the period to weight the parts by: { $measures }
explain-not-whole = on no boundary: no day has all the figures
explain-not-additive = on no boundary: such figures are not added up; a measure may declare a `weight`
explain-of-records = on no boundary: such a figure is worked out from records, and those of several areas give none of all of them
explain-whole = whole
explain-part-and-rest = { $part } + the rest { $rest } = { $total }

## chiso explain, figures that were not used

alternative-differs = ; another verdict
alternative-gives = had it been used: { $gives }{ $differs }
alternative-dataset = `{ $first }` is the first that has all figures compared; declared in this order: { $order }
alternative-repeated = the same figure is there more than once; one row is used
alternative-rank = the statement of the best declared rank is used; the others have rank { $ranks }
alternative-preference = the declaration prefers another kind to `{ $kinds }`
alternative-conflict = statements of the same rank disagree, so none is used
alternative-choice = choice: { $why }
alternative-alike = comparable
alternative-base-then = { $value }, with the base as it stood then: { $base }, { $status }
alternative-back-test = back-test
alternative-few-years = no year that is over can be tried: it needs monthly figures and a target
alternative-few-trials = only { $number } of the years that are over can be tried: too few to know the usual error
alternative-years = { $number } years
alternative-all-areas = , all areas
alternative-verdicts-right = ; { $right } of { $n } verdicts proved right
alternative-usual-error = usual error at this month: ±{ $error }{ $over } ({ $years }){ $verdicts }

## chiso explain, parts of a composite KPI

composite-no-points = no points
composite-points-of = { $points } of { $most }, field { $field }
composite-part = part

## chiso explain --verify

proof-same = same
# Stands out among many lines.
proof-differs = DIFFERS
proof-holds = every step holds, from landed bytes to the verdict
proof-fails = { $number } steps differ

## chiso explain --graph
## Labels of boxes and arrows.

graph-heading = { $name } ({ $code }), { $period }, boundaries of { $boundary }
graph-target = target { $target }
graph-no-figure = no figure
graph-no-row = no row
graph-looked = looked for
graph-place = { $part }row { $row }, column { $col }
graph-correction = correction { $id }
graph-repaired = repaired; the file says: "{ $expect }"
graph-landed = landed { $time }

## chiso coverage

coverage-no-rows = no such rows
coverage-boundaries-of = boundaries of { $boundary }
coverage-kpi = KPI
coverage-period = Period
coverage-level = Level
coverage-areas = Areas
coverage-weight = Weight
coverage-values = With and without a value
coverage-verdicts-reasons = Verdicts; reasons
# Areas with a figure, of all areas.
coverage-areas-of = { $number } of { $total }
coverage-share-of = { $share } of { $measure } { $period }
coverage-level-of = areas of level `{ $level }` have a value

## chiso areas

areas-no-such-unit = no such unit on { $day }
areas-code = Code
areas-level = Level
areas-since = Since
areas-until = Until
areas-name = Name
areas-units-of = units of { $day }: { $number }
areas-outcome = Outcome
areas-remarks = When, and what is approximate
areas-unions = groups of areas that are the same place on both days: { $number }
areas-unchanged = { $number } did not change; `--all` shows them
areas-approximate = approximate; exact with { $names }

## chiso revisions
## `Measure` is what is measured (chỉ tiêu thống kê), not a target (chỉ tiêu).

revisions-none = nothing was revised
revisions-known = Known from
revisions-kpi = KPI
revisions-measure = Measure
revisions-area = Area
revisions-period = Period
revisions-before = Before
revisions-after = After
revisions-why = Why
revisions-delivery = Delivery
revisions-boundaries-of = boundaries of { $boundary }
revisions-withdrawn = withdrawn
revisions-code-conflict = sources of equal rank disagree, or no longer do
revisions-code-definition = different unit, basis or scheme
revisions-code-target = target decided or replaced
revisions-code-source = another source
revisions-code-correction = correction
revisions-code-status = more settled
revisions-code-revised = revised by the provider
revisions-code-new = new figure
revisions-code-period-ended = the period is over
revisions-code-reassessed = judged again, by other conditions
revisions-none-known = no revision is known
revisions-figures = Figures
revisions-revised = Revised from
revisions-unchanged = Unchanged
revisions-mean-bias = Mean (bias)
revisions-mean-size = Mean size
revisions-median = Median
revisions-nine-in-ten = Nine in ten within
revisions-largest = Largest
# The first, second, … figure that was published.
revisions-vintage = figure { $number }
revisions-needed = { $number } revisions are needed for a meaningful mean
revisions-no-figure = no figure was ever published
revisions-withdrawn-on = withdrawn { $day }
revisions-not-comparable = not comparable
revisions-estimate = Estimate
revisions-preliminary = Preliminary
revisions-final = Final
revisions-change = Change

## chiso backtest

backtest-no-year = no KPI that declares a pace has a complete year of monthly figures
backtest-all-areas = all areas
backtest-scope = { $areas }, boundaries of { $boundary }
backtest-kpi = KPI
backtest-month = Month
backtest-month-from = { $months } from month { $begins }
backtest-rule = Rule
backtest-tried = Trials
backtest-years = Years
backtest-mean-error = Mean error
backtest-usual-error = Usual error
backtest-largest = Largest
backtest-band = In the band
backtest-verdicts-right = Verdicts right
backtest-calibration = Probability against outcome
backtest-needed = { $number } trials are needed for a meaningful error
backtest-rule-linear = linear
backtest-rule-seasonal = seasonal
backtest-rule-same-period = same period
backtest-rule-plan = by the plan

## chiso correlate

correlate-more-rows = { $others } more rows explore other designs, methods, lags and periods: choose with --design, --method, --lag, --period, or --format csv
correlate-interval = { $low } to { $high }
correlate-circular = { $words }; circular: score and outcome are made of the same figures
correlate-opposite-sign = { $words }; OPPOSITE SIGN: { $opposite }
correlate-caution = Association, not effect: two things that move together need not cause each other; something else may cause both.
correlate-no-rows = no such rows
correlate-contradictions = Designs contradict each other: areas compared with each other and areas compared with themselves go opposite ways for { $pairs }.
correlate-outcome-of = Outcome: { $title } [{ $id }]
correlate-design = Design
correlate-coefficient = Coefficient
correlate-lag = Lag
correlate-periods = Periods
correlate-score-of = Score: { $title } [{ $id }]
correlate-score = Score
correlate-value = Value
correlate-confidence = 95 % interval
correlate-leave-one-out = One area left out
correlate-regions-removed = Regions removed
correlate-in-words = In words
correlate-note = Note: { $text }
correlate-drawn = drawn: { $path }
# $count is how many rows are more than chance.
correlate-settled =
    More than chance, with all main comparisons taken together (q at most { $bound }): { $count ->
        [0] none
       *[other] { $count }
    } of { $all }.

## chiso correlate --chart
## Texts in the picture.

chart-interval = (95 % interval { $interval })
chart-outcome-of = Outcome of { $period }
chart-lag-none = score of the same period
chart-lag-one = score of the period before
chart-lag-before = score of { $n } periods before
chart-lag-later = score of { $n } periods later
chart-opposite-sign = Opposite sign: { $opposite }
chart-unit-pp = percentage points
chart-unit-rank = place
chart-unit-score = points
chart-unit-measure = units of the measure
chart-within = , less the area's and the period's mean
chart-period-mean = , less the period's mean
chart-ranks = ; the coefficient compares ranks
chart-boundaries-of = boundaries of { $boundary }
chart-sources = Sources: { $sources }.
chart-release = chiso, release { $id }, { $boundary }. [{ $study }]
chart-counted =
    n = { $n } ({ $areas } areas, { $periods } { $count ->
        [one] period
       *[other] periods
    })

## chiso targets

targets-none = no such target
targets-every-area = every area of level { $level }: { $number } now
targets-own-instead = own target instead: { $own }
target-between = { $low } to { $high }
path-linear = in a straight line
path-stepped = in steps
path-stated = as stated
targets-target = target
targets-area = area
targets-period = period
targets-requirement = requirement
targets-state = state
targets-set-by = set by
targets-tolerance = tolerance
targets-plan = plan
targets-no-document = no document named
targets-decided = decided
targets-valid-from = valid from
targets-unchanged = the register is that of release { $id }
targets-change = change
targets-column = column
targets-before = before
targets-now = now
targets-verdicts = verdicts of the release
targets-no-verdicts = none
targets-against-release = against release { $id }
targets-count = { $number } targets: { $faults }

## chiso corrections

corrections-one-more = another person must approve it before it counts
corrections-from-next-run = it counts from the next run on: `chiso{ $option } run`
corrections-approved = { $id }: approved { $by }/{ $needed } ({ $names }); { $next }
corrections-none = no corrections are declared
corrections-correction = correction
corrections-row = row
corrections-action = action
corrections-state = state
corrections-why = why
corrections-waits = waits for approval
corrections-counts = counts

## chiso quarantine

quarantine-none = nothing is quarantined
quarantine-place = place
quarantine-text = text
quarantine-rule = rule
quarantine-repair = repair
quarantine-fault = fault
quarantine-replaced = + { $number } of replaced deliveries: --all shows them
quarantine-dropped = dropped
quarantine-delivery = delivery
quarantine-remedy = remedy
quarantine-readable-now = no longer quarantined under today's configuration; `chiso quarantine replay` reads it again
quarantine-or = or
quarantine-row = the row, as delivered:
quarantine-repair-of = repair { $place }: `{ $column }` { $done }
quarantine-empty = { $option } is empty: every repair needs it
quarantine-repaired-already = { $at }: this place already has a repair; change that repair
quarantine-same-text = --value `{ $text }`: the cell already has this text
quarantine-written = { $file }: written; now run `chiso quarantine replay`
# The account of a delivery: read = accepted + quarantined + ignored.
quarantine-account = { $dataset } { $delivery }: { $read } = { $accepted } accepted + { $quarantined } quarantined + { $ignored } ignored ({ $outcome })
quarantine-not-in-force = not in force: release { $id }
quarantine-nothing-to-read = nothing to read again; still in force: release { $id }
quarantine-published = published release { $id }
quarantine-same-figures = the same figures; still in force: release { $id }

## chiso preview

preview-files = files
preview-sheets = sheets
preview-observations = observations
preview-rows = rows, header and empty ones included
preview-format = format
preview-encoding = encoding
preview-delimiter = delimiter
preview-as-asked = as requested
preview-first-bytes = by its first bytes
preview-holds = it contains `{ $text }`
preview-name-ends = its name ends in `{ $ending }`
preview-by-exclusion = a guess: nothing else fits
preview-byte-order-mark = it begins with a byte-order mark
preview-every-second-byte = every second byte is zero
preview-valid-utf8 = the bytes are valid UTF-8
preview-vietnamese-words = a guess: read this way, { $good }/{ $all } words with diacritics are Vietnamese syllables
preview-lines-agree = { $good }/{ $all } lines agree on { $columns } columns
preview-first-full-row = the first row with text in most columns
preview-unnamed-table = table
preview-figures-sum = { $number } figures, { $sum }
preview-sum = sum { $sum }
preview-no-sum = not added up: how they are written is not certain
preview-table-size = { $name }: { $size } (rows × columns); { $sum }
preview-dimensions = dimensions: { $dimensions }
preview-header-row = header in row { $row }? ({ $why })
preview-column = column `{ $column }`: { $notation }
preview-labels = labels of periods: { $labels }{ $more }
preview-digits-alone = digits only
preview-decimal-point = decimal point: { $example }
preview-decimal-comma = decimal comma: { $example }
preview-ambiguous = ambiguous, thousands or a fraction: { $shown }
preview-mixed = mixed: { $point } and { $comma }
preview-spaced = { $notation } groups separated by spaces
preview-row = row { $row }
preview-year-to = year to { $period }
# $unit is `preview-rows`, `preview-sheets`, `preview-files` or `preview-observations`.
preview-summary =
    { $name }: { $count ->
        [one] { $count } table
       *[other] { $count } tables
    }; { $observations } { $unit }; { $figures } figures, { $sum }

## chiso draft
## Comments in a TOML file. TODO stays as it is in every language.

draft-head = Drafted from `{ $name }`: { $number } rows.
draft-head-in-part = Drafted from `{ $name }`: the first { $number } rows.
draft-how-to-read = Complete the lines that say TODO; `chiso check` refuses them while they are empty. Every other line is a guess, with its evidence next to it.
draft-no-register = No register of areas was found (no project here, or none that can be read): areas were not compared.
draft-title = what the figures are, in at least one language
draft-licence = under which licence the figures may be used
draft-citation = how to cite them
draft-no-dimension = area and period identify every row
draft-some-blank = ; some rows have none
draft-dimension = `{ $column }`: { $distinct } values{ $blanks }
draft-same-key = TODO: nothing distinguishes these rows, and they would be refused as repeated keys: { $first }, { $second }
draft-value = `{ $column }`: { $figures } figures
draft-other-values = TODO: is it the right column? A dataset has one column of figures, and there are more: { $columns }
draft-unit-row = row { $row }
draft-unit-column = a column name
draft-unit-seen = speaks of a unit ({ $place }): `{ $text }`
draft-unit = the unit of a figure, as in "enterprises" or "vnd"
draft-header-row = the first row with text in most columns
draft-header-again = the header stands again, rows like it: { $number }, the first row { $row }
draft-fill-down = a blank cell repeats the cell above
draft-power = the column `{ $column }` says so
draft-multiple = the header says `{ $text }`: write the unit without it
draft-leave-out = remove the first # if you do not want these rows, for example because they are totals
draft-dashes = figures that are `-`: { $number }. chiso takes them as missing; remove the first # if they are zero
draft-flags = withheld, such as for confidentiality? Then remove the first #. If there is no figure, write them in `missing`. Until then these rows are quarantined: { $flags }
draft-codes = does this number say that there is no figure ({ $codes })? Then write { $with }, otherwise { $without }
draft-uncomputed = TODO: `{ $column }` holds formulas without a value saved for them, cells: { $number }. Open the file in a spreadsheet, save it, and deliver it again
draft-first-record = the first record is the header
draft-which-sheet = which one? Their columns are the same: { $names }. For several together write `sheets` in place of `sheet`
draft-which-member = which file of the archive? Their columns are the same: { $names }. For several together write `members` in place of `member`
draft-which-letters = which letters are right? { $read }
draft-letters-known = { $encodings }: `{ $sample }` (names in the register: { $known })
draft-known-so = names in the register with it: { $with }; without it: { $without }
draft-words-so = words that are Vietnamese with it: { $with }; without it: { $without }
draft-only-table = the only one of { $of } with areas, periods and figures
draft-no-header = the first row has an area, a period or a figure: it is no header
draft-header-rows = the second row names columns below groups
draft-header-fill = a blank in the upper row repeats the text to its left
draft-header-members = the headers say it: give it a better name
draft-which-words = say what each word means: `final`, `preliminary`, `estimate`, `to_date` or `nothing`
draft-area-at-start = more areas are known on the first day of the period than on its last
draft-no-secret = do not write a secret here; write: { $example }
draft-copy-file = TODO: copy the file to this place under `datasets/`
draft-example = `{ $text }` (row { $row })
draft-decimal = TODO: `,` or `.`: thousands or a fraction? { $example }
draft-mixed-percent = figures with a sign of per cent: { $signed }; without it: { $bare }. Are those in per cent as well (`sign_or_percent`) or fractions of one (`sign_or_fraction`)?
draft-mark = what does it mean? `status`, `obs_status` or `note`, as in { $example } (figures with it: { $number })
draft-unreadable-values = TODO: these cannot be read as numbers in this notation and would be quarantined: { $texts }
draft-no-value-column = the column of the figures: none was found
draft-labels-status = Labels of periods say their own status: { $statuses }
draft-status = `final`, `preliminary` or `estimate`
draft-unused-columns = Columns not used: { $columns }
draft-rising = the figures rise within each year, years of areas looked at: { $years }
draft-to-date = { $why }. TODO: is each figure the sum from January on? If not, write `period`
draft-no-area-column = the area: no column of areas was found
draft-areas-known = `{ $column }`: { $known }/{ $distinct } texts are codes or names of the register
draft-areas-unknown = TODO: not in the register on the days of their rows, and quarantined until it has them as codes, names or aliases: { $texts }
draft-lost-zero = TODO: with a leading zero most of these are codes of the register: a program has read them as numbers. Get the column as text; do not add aliases.
draft-periods-known = `{ $column }`: { $labels }/{ $distinct } texts are labels of periods, { $first } … { $last }
draft-periods-unknown = TODO: these are not labels of periods and would be quarantined: { $texts }
draft-period-written = { $columns }: all { $read } different texts are read so, { $first } … { $last }
draft-which-century = say whether two digits mean years of this century
draft-which-days = say what these days stand for: `month`, `quarter`, `half_year`, `year` or `week`
draft-which-fiscal-year = fiscal years, or months: write the month with which the year begins, as in "04"; where these are months, a format in place of it
draft-which-era = say whether these are years of the Buddhist era
draft-which-weeks = make sure that weeks run from Monday to Sunday and week 1 has 4 January (ISO 8601)
draft-header-periods = figures stand side by side: { $number } headers are labels of periods: { $periods }
draft-no-period-column = the period of all rows, as in "2020": no column of periods was found

## chiso check

check-no-faults = no faults
check-remarks-only = no faults, but remarks ({ $number })
check-faults =
    { $number } { $count ->
        [one] fault
       *[other] faults
    }

## chiso test

test-ok = ok
test-failed = FAILED
test-summary = { $passed } passed, { $failed } failed

## chiso query

query-more-rows = { $number } more rows; --output FILE or --format csv gives all
query-welcome = SQL over published tables and datasets. Tab completes, `;` ends a statement, `.tables` lists, Ctrl-D leaves.
query-column-table = table
query-column-column = column
query-column-type = type
query-column-what = what

## chiso data dictionary

dictionary-table = table
dictionary-column = column
dictionary-type = type
dictionary-key = key
dictionary-content = content

## chiso release list, show, diff

release-release = release
release-known = known at
release-state = state
release-rows = rows
release-approved = approved by
release-last-decision = last decision
release-known-at = { $id }: known at { $known }, chiso { $program }
release-no-difference = no difference
release-column-kind = kind
release-column-name = name
release-column-what = what
release-column-column = column
release-column-before = before
release-column-after = after
release-new-row = (new row)
release-row-gone = (gone)
release-rows-of-file = { $number } rows
release-version = version { $number }
release-kind-file = file
release-kind-delivery = delivery
release-kind-table = table
release-kind-configuration = configuration
release-kind-register = register

## chiso release propose, approve, publish, …

approval-missing = approvals still needed from other persons: { $number }
approval-embargo-next = put in force after that by the first `chiso{ $option } run`, `chiso{ $option } release publish` or `chiso{ $option } serve`
approval-withdrawn-next = its files stay for the record, with a withdrawal notice; the same figures are not published again unless the release is proposed again
approval-none = none
approval-release-in-force = release in force: { $id }
approval-came-in-force = put in force: { $id }
approval-nothing-due = nothing is due to be put in force
approval-next = Next:
# A list of commands follows.
approval-refused-next = correct the wrong figures and run again; or, if the figures are correct:
approval-state-candidate = candidate ({ $given }/{ $needed })
approval-state-approved = approved
approval-state-embargoed = embargoed until { $time }
approval-state-in-force = in force
approval-state-superseded = superseded
approval-state-rejected = rejected
approval-state-withdrawn = withdrawn
approval-not-in-force = this is not a release in force: { $id }, { $state }{ $last }

## chiso release notes
## Markdown: headings, lists and tables for the page that goes out with a release.

notes-heading = # Release notes: { $id }
notes-known = Figures known at { $known };
notes-compared = compared with release { $id } ({ $known }).
notes-before = before
notes-now = now
notes-verdicts = Verdicts, on all boundaries
notes-verdict = verdict
notes-reasons = Reasons given more or less often
notes-reason = reason
notes-flags = Flags given more or less often
notes-flag = flag
notes-tables = Tables with more or fewer rows
notes-table = table
notes-data-received = data received
notes-data-withdrawn = data replaced or withdrawn
notes-delivery = { $word }: { $dataset } `{ $path }` (delivery `{ $delivery }`, { $day })
notes-program = program: { $then } → { $now }; its CHANGELOG says which rules changed
notes-first-verdicts = verdicts given for the first time: { $number } ({ $by_kpi })
notes-new = What is new
notes-nothing-new = no change in what these figures are made from
notes-target-change = target `{ $id }` { $change }{ $columns }
notes-file-settings = settings of the project
notes-file-corrections = corrections
notes-file-repairs = repairs of cells that could not be read
notes-repair = repair: { $dataset }, delivery `{ $delivery }`, { $place }: "{ $expect }" { $done }; { $reason } ({ $by }, { $day })
notes-file-pipelines = formulas and KPIs
notes-file-approvals = approvals of targets and corrections
notes-file-areas = register of areas
notes-file-contract = contract of a dataset
notes-notices = Correction notices
notes-no-notice = No published verdict has changed.
notes-other-reasons = Still not assessable, but for another reason
notes-lost-verdicts = Verdicts no longer given
notes-values = Values that changed while the verdict stayed
notes-more = … { $number } more
notes-notice = { $title } – { $area } ({ $area_code }), { $period } [{ $kpi }; boundaries of { $boundary }]
notes-value = value
notes-target = target
notes-why = why
notes-deliveries = deliveries

## chiso release rebuild

rebuild-same = every file is as it was published
rebuild-differs = { $number } files differ or are lost

## chiso verify

verify-files = files checked against their hashes: { $files }; rebuilt: { $made }
verify-sound = everything is as it was
verify-faults =
    { $number } { $count ->
        [one] fault
       *[other] faults
    }

note-project-changed = note: the project has changed since release { $release } was made, or something waits for approval. This answer is that of the release. `chiso run --plan` shows what a run would change.

## Errors
## `error` is the line of an error of a run or a question; the others are what it says.

error = error: { $what }
error-faults =
    { $count ->
        [one] 1 fault; nothing ran
       *[other] { $count } faults; nothing ran
    }
error-output = the output cannot be written: { $why }
error-nothing-publishable = nothing to publish: no delivery gave a figure that a measure uses
error-registers = the registers have faults
error-no-release = nothing was published yet; run `chiso run`
error-none-in-force = no release is in force, and `{ $id }` is there; `chiso release list` says where it stands, and `--release { $id }` reads it
error-stopped = the run was stopped before it was done; the next one goes on from there
error-no-lake = there is no lake at `{ $path }` yet; run `chiso run`
lock-held-by-run = another run
lock-held-by-serve = another `chiso serve`
refused-no-reason = the reason is empty; say why, as in `--reason "the deflator was wrong"`
refused-no-name = `{ $by }` is no person's name; write who decides, as in `--by "Nguyễn Văn A"`
refused-twice = { $by } approved release `{ $id }` already; another person must
refused-not-waiting = release `{ $id }` does not wait for approval: { $stands }
refused-in-force = release `{ $id }` is in force; withdraw it with `chiso release withdraw { $id }`
refused-never-in-force = release `{ $id }` was never in force; refuse it with `chiso release reject { $id }`
refused-not-refused = release `{ $id }` was neither rejected nor withdrawn: { $stands }
refused-not-now = that cannot be decided about release `{ $id }`: { $stands }
refused-not-due = release `{ $id }` cannot be put in force: { $stands }
refused-weaker-rule = release `{ $id }` cannot come in force: it was made when `[approval]` asked for less than it does today; `chiso run` makes one of the same figures under today's rule
refused-no-pipeline = there is no pipeline `{ $id }`
refused-no-schedule = pipeline `{ $id }` has no `schedule`, so there is nothing to pause
refused-paused = { $by } paused pipeline `{ $id }` already
refused-not-paused = pipeline `{ $id }` is not paused
refused-waits = pipeline `{ $id }` is about to run already
refused-no-person = nobody of the name `{ $name }` may sign in
refused-no-token = `{ $name }` has no token: take the person out of access.toml
stand-approvals = it has { $given } of { $needed } approvals{ $by }
stand-approved = it is approved; `chiso release publish` puts it in force
stand-embargoed = it is approved and under embargo until { $until }
stand-in-force = it is in force
stand-superseded = another one took its place
stand-rejected-by = it was rejected by { $by }: { $why }; `chiso release propose { $id }` proposes it for approval again
stand-rejected = it was rejected; `chiso release propose { $id }` proposes it for approval again
stand-withdrawn-by = it was withdrawn by { $by }: { $why }; `chiso release propose { $id }` proposes it for approval again
stand-withdrawn = it was withdrawn; `chiso release propose { $id }` proposes it for approval again
error-locked = the lake at `{ $path }` is locked by { $by }{ $holder }; wait for it to end, or stop it
error-kpi = no KPI `{ $id }`
error-kpi-near = no KPI `{ $id }`; did you mean `{ $near }`?
error-area = no area `{ $area }` on { $day }
error-area-ambiguous = `{ $area }` may be any of { $codes } on { $day }; give the code
error-period = no verdict of { $period }; there are verdicts of { $known }

## The site
## What the pages of `chiso serve` say.

site-no-page = There is no page at this address.
site-not-here = This page is not here
site-first-page = Go to the first page
site-unreadable = The release cannot be read at the moment. Please try again later.
site-broken = The page could not be made.
site-nothing-published = Nothing is published yet.
site-no-release = No release of this name was published.
site-no-file = The release has no such file.
site-no-kpi = The release has no verdicts for this indicator on these boundaries.
site-no-verdict = The release has no verdict for this indicator, area and period on these boundaries.
site-not-known = The figures behind this verdict cannot be worked out here any more. The published files have them.
site-superseded = A newer release is in force. Figures may have been revised since.
site-withdrawn = This release was withdrawn on { $when }: { $why }
site-see-latest = See this page in the release in force
site-skip = Skip to the content
site-navigation = Pages
site-language = English
site-releases = Releases
site-releases-sentence = { $count ->
    [one] One release was published. Every address of it stays.
   *[other] { $count } releases were published. Every address of them stays.
}
site-release = Release
site-known = Figures known at
site-became = What became of it
site-view-text = Text only
site-view-pictures = With pictures
site-cite = Cite as:
site-citation = { $project }: { $title }. Release { $release }, figures known at { $known }.
site-citation-of-all = { $project }. Release { $release }, figures known at { $known }.
site-method = A figure that is missing is shown as missing and never counts as zero. Each verdict shows the cells that it comes from.
site-home-sentence = { $kpis } indicators of { $areas } areas, with the figures known at { $known }.
site-scoreboard = Scoreboard
site-kpis = Indicators
site-areas = Areas
site-files = Data
site-files-are = The published tables as Parquet files, with a dictionary of their columns.
site-boundary = Boundaries of
site-period = Period
site-members = Breakdown
site-total = Total
site-target = Target
site-projection = Projected for the end of the period
site-projected = { $value } (from { $low } to { $high })
site-margin = Distance from the target
site-current = Figure
site-base = Compared with
site-value = Value
site-verdict = Verdict
site-remarks = Why, and what to know
site-how = How this verdict came about
site-take-along = Take along what is shown here
site-csv = CSV
site-xlsx = XLSX
site-parquet = Parquet
site-svg = picture (SVG)
site-sheet-cite = Citation
site-area-sentence = In { $period }, { $area } had { $count ->
    [one] one target
   *[other] { $count } targets
}: { $parts }.
site-area-without-target = { $area } has values for { $period }, and no target.
site-areas-sentence = In { $period }, { $count ->
    [one] one target
   *[other] { $count } targets
} of areas: { $parts }.
site-areas-without-target = Values of { $count ->
    [one] one area
   *[other] { $count } areas
} for { $period }, without a target.
site-verdict-sentence = { $area }, { $period }: { $value }, target { $target }. Verdict: { $verdict }.
site-verdict-without-target = { $area }, { $period }: { $value }. Verdict: { $verdict }.
site-picture = Values by period; level strokes are targets.
site-similar = Areas of similar size ({ $measure }, { $period })
site-size = Size
site-compare = Compare with other areas
site-compare-with = Names or codes of up to 8 areas, with a semicolon between them
site-compare-show = Compare
site-compare-unknown = Not shown, because no area here is called that, or there are more than 8:
site-all-areas = All areas
site-area = Area
site-level = Level
site-ranked = The areas by their values, as dots
site-sorted-by = Sorted by
site-sort-value = value
site-sort-name = name
site-sort-verdict = verdict
site-left-out = Areas that are not listed here, and are in the file
site-over-time = This indicator over time and in all areas
site-legal-basis = Decided by
site-note = Note
site-revisions = What this verdict was before
site-unused = Figures that were not used
site-instead-of = Instead of
site-figure = Figure
site-gives = It would have given
site-cells = Cells
site-file = File
site-row = Row
site-column = Column
site-received = As received
site-cells-more = Cells that are not listed here (chiso explain --format json lists all)
site-source = Source
site-no-area = The release has no area with this code.
site-areas-count = { $count ->
    [one] One area
   *[other] { $count } areas
} on the boundaries of { $day }, and { $former } that no longer exist.
site-former-areas = Areas that no longer exist
site-until = until
site-areas-left-out = Areas that are not listed here, and are reached from the areas above them
site-map-of-areas = Map of the areas: each is a tile of the same size, however large its land
site-map-of-verdicts = Verdicts on the map
site-no-verdicts-here = There are no verdicts for this area on these boundaries.
site-area-later = { $area } exists from { $first } on, and not on these boundaries.
site-area-ended = { $area } existed until { $last }. Nothing is recorded that took its place.
site-area-became = { $area } existed until { $last }. On these boundaries its land belongs to:
site-this-area = About this area
site-area-code = Code
site-part-of = Part of
site-first-day = First day in the register
site-last-day = Last day
site-came-from = Came from
site-became-areas = Became
site-areas-below = Areas that belong to it
site-merged = merger
site-split = division
site-transferred = a part of its land
site-renamed = new name
site-studies = Reform and results
site-no-studies = The release has no study.
site-studies-sentence = { $count ->
    [one] One association was
   *[other] { $count } associations were
} declared to count before they were computed: { $settled } more than chance (q at most { $bound }), { $refused } refused.
site-no-study = The release has no such outcome and score of a study.
site-study-sentence = { $score } and { $outcome }: { $words }.
site-outcome = Outcome
site-score = Score
site-design = Design
site-lag = Lag (periods)
site-coefficient = Coefficient
site-interval = 95 % interval
site-pairs = Pairs
site-in-words = In words
site-refused = refused
site-primary = declared to count
site-influence = Without one area
site-regional = Regions removed
site-study-rows = All computed rows of this outcome and score
site-catalogue = Catalogue
site-catalogue-sentence = This release is made from { $count ->
    [one] one dataset
   *[other] { $count } datasets
} and { $deliveries } deliveries, with the figures known at { $known }.
site-words = Words of the published tables
site-words-sentence = The published tables use { $count } words. Here is what each means.
site-reasons = Reasons why a verdict is not assessable
site-flags = Flags: what to know about a value
site-status = Status of figures
site-datasets = Datasets
site-dataset = Dataset
site-deliveries = Deliveries
site-last-published = Last published
site-last-received = Last received
site-licence = Licence
site-holds = What it holds
site-no-dataset = The release is made from no dataset of this name.
site-dataset-sentence = { $title }: this release knows { $count ->
    [0] no delivery
    [one] one delivery
   *[other] { $count } deliveries
}, with the figures known at { $known }.
site-sources = Sources
site-contract = What every row must be
site-kind = Kind
site-unit = Unit
site-column-key = key
site-column-record = column of the record
site-column-dimension = dimension
site-column-value = value
site-column-attribute = attribute
site-type-integer = whole numbers
site-type-decimal = numbers with up to six decimal places
site-type-date = a day
site-type-text = text
site-no-deliveries = Nothing was delivered.
site-published = Published
site-fetched = Received
site-counts = Use
site-counts-now = in force
site-counts-before = a later delivery replaced it
site-deliveries-left-out = Older deliveries that are not listed here
site-kpi = Indicator
site-why = Why
site-changes = What changed
site-notices = Correction notices
site-feed = Releases as an Atom feed
site-first-release = No release was in force before this one, so there is nothing to compare it with.
site-changes-sentence = { $count ->
    [0] No published verdict is another one
    [one] One published verdict is another one
   *[other] { $count } published verdicts are other ones
} than in release { $before }, which was in force before.
site-changes-stayed = { $count ->
    [one] One verdict stayed, with another value or reason.
   *[other] { $count } verdicts stayed, with another value or reason.
}
site-changes-left-out = Notices that are not listed here
site-operations = Operations
site-operations-sentence = Releases that wait: { $waiting }. Faults: { $faults }. Observations in quarantine: { $quarantined }.
site-waiting = Waiting for approval
site-faults = Faults
site-due = Pipelines
site-pipeline = Pipeline
site-next-due = Due next
site-state = State
site-job-runs = is running
site-job-waits = waits
site-run-or-pause = Run or pause
site-run-now = Run now
site-pause = Pause
site-resume = Resume
site-arrivals = What was due and what came
site-areas-more = Areas that are not listed here
site-quarantine = In quarantine
site-rule = Rule
site-what-is-wrong = What is wrong
site-quarantine-more = Observations that are not listed here (chiso quarantine list has all)
site-repair = Repair
site-repair-value = Read in its place
site-repair-drop = The observation is not used
site-repair-one = Write what is read in place of the cell, or choose that the observation is not used: one of the two.
site-repair-gone = This observation is not in quarantine any more. Nothing was done.
site-repaired = The next run reads:
site-persons = Who may sign in
site-person = Name
site-role = Role
site-way-in = Signs in
site-window = From – until
site-here-now = Signed in now
site-by-token = by a token
site-by-proxy = by the proxy
site-shut-out = shut out
site-revoke = Shut out
site-done = What was decided and done
role-reader = reader
role-operator = operator
role-approver = approver
role-admin = admin
site-runs = Runs
site-began = Began
site-ended = Ended
site-sign-in = Sign in
site-sign-in-sentence = For persons of the office: see what is not published yet, and decide about it.
site-token = Token
site-token-unknown = This token is nobody's. Ask whoever manages access.toml for a new one.
site-token-not-now = This token does not count at this moment. Ask whoever manages access.toml.
site-token-too-many = Too many tokens were wrong. Try again in a minute.
site-token-refused-log = somebody at { $client } tried to sign in to the site with a token that lets nobody in
site-signed-in-as = Signed in as
site-sign-out = Sign out
site-approve = Approve
site-reject = Reject
site-withdraw = Withdraw
site-reason = Reason
site-remark = Remark
site-not-allowed = Your role does not allow that. Nothing was done.
site-form-old = This form is no longer valid. Nothing was done: open the page again and send it once more.
site-form-long = The form is too long. Nothing was done: write a shorter text.
site-not-done = Nothing was done
site-not-done-log = It could not be done. The log of `chiso serve` says why.
site-locked = Another run or decision is at work at this moment. Nothing was done: try again in a moment.
site-too-often = Too many requests came from your address. Ask again in { $seconds } s.
site-in-force-now = In force is release { $id }.
site-none-in-force = No release is in force.
site-not-published = This release is not published. Only persons of the office see it.

## chiso token

token-add = Add this to access.toml in the folder of the project:
token-give = Give the person this token. It is said only now and kept nowhere:

## chiso serve, the API
## What programs that ask read of a fault. Names in backticks are written as they are.

api-no-address = There is nothing at this address. `{ $root }` lists what there is.
api-read-only = The API is read only: ask with GET.
api-not-acceptable = The answer has no such form. Ask for `application/json`, or, where there are rows, for `text/csv`.
api-no-release = No release of this name was published. `/api/v1/releases` lists those that were.
api-query-too-long = The query is too long. Leave it below { $most } bytes.
api-not-utf8 = The query is not UTF-8. Encode it as UTF-8 with `%`.
api-twice = The parameter `{ $name }` stands twice. Give it once.
api-missing = The parameter `{ $name }` is missing: { $doc }.
api-unknown-parameter = There is no parameter `{ $name }` here. There are: { $known }.
api-bad-value = The parameter `{ $name }` cannot have this value: { $asked }.
api-harmful-value = write at most { $most } bytes without control characters
api-one-of = write one of { $words }
api-between = write a whole number from { $least } to { $most }
api-a-day = write a day as 2025-07-01
api-a-moment = write a day as 2021-01-31, or a time as 2021-01-31T09:00:00+07:00
api-a-period = write 2020, 2020-Q3, 2020-09 or 2020-04-01/P1Y, or the label of a fiscal year
api-a-breakdown = write a dimension and the code of its member, as in `sector=A`; nothing for the total
api-not-empty = write a name or a code, or leave the parameter out
api-no-boundary = The release has no figures on the boundaries of { $day }. It has them on those of { $days }.
api-cursor-alone = The next page is one of a release. Follow the link to it as it stands: it names the release.
api-not-published = The release does not have `{ $what }`: the program that made it did not publish it. Ask for a newer release.
api-unknown-name = The release knows no { $what } `{ $name }`.
api-area-not-there = `{ $area }` does not exist on { $day }, and nothing is recorded of what it became. Choose another boundary.
api-area-became = `{ $area }` does not exist on { $day }. Its land belongs to { $names } then. Ask for that area, or choose another boundary.
api-claim-parts = A claim is a sentence in `claim`, or `kpi` or `measure` with `area`, `period` and one of `value` and, of a KPI, `verdict`.
api-area-ambiguous = Several areas have this name: { $areas }. Give the code of the one that is meant.
api-claim-or-parts = Give the claim as a sentence in `claim`, or by its parts, and not both.
api-claim-number = `{ $text }` is no number as programs write it: a decimal point, no groups, and the unit behind it, as in `25.8 %`, `26135` or `279300 bn VND`.
api-claim-unit = The figure is in `{ $unit }`, and the claim is not. Give the number in that unit.
api-claim-targets = Several targets are for this KPI, area and period, and their verdicts differ. Claim a value, or see them with `scorecard`.
api-claim-no-area = The sentence must name one area as the register does.
api-claim-no-period = The sentence must name one period, as in 2020, Q3 2020 or September 2020. For others give the parts of the claim.
api-claim-no-number = The sentence must have one number that can be read in one way only. Give others by the parts of the claim.
api-claim-negation = The sentence says what is not so. Turn it into one that says what is.
api-claim-change = The sentence must say one change in one way, as in `fell by 5 %` or `grew by more than 5 %`. Give others by the parts of the claim.
api-claim-no-subject = It is not clear which KPI or measure the sentence is about. Use all the words of its title and no others, or give the parts of the claim.
api-claim-words = These words of the sentence are not understood: { $words }. Say it in the words of one title and no others, or give the parts of the claim.
api-claim-true = True. { $what }: { $now }. The claim is { $claim }.
api-claim-false = False. { $what }: { $now }. The claim is { $claim }.
api-claim-revised = It was so and was revised on { $when }. { $what }: { $now }, before { $before }.
api-claim-not-assessable = Not assessable. { $what }: { $why }.
api-claim-unknown = Not known. The release has no figure of { $what }.
api-claim-percent = The number was taken as a ratio. If a percentage is meant, write `{ $text } %`.

## Words of claims
## What sentences are read by: lists of words, with a comma and a space between them. Keep each list in small letters.

claim-words-thousand = thousand
claim-words-million = million, mn
claim-words-billion = billion, bn
claim-words-trillion = trillion, tn
claim-words-points = percentage points, percentage point, pp
claim-words-percent = per cent, percent, %
claim-words-vnd = vnd, dong
claim-words-at-least = at least, not less than, no less than, not fewer than, no fewer than, not under, not below
claim-words-at-most = at most, not more than, no more than, not over, not above
claim-words-over = over, above, more than, greater than
claim-words-under = under, below, less than, fewer than
claim-words-compared = compared with, compared to, than in, on
claim-words-previous = compared with the previous year, compared to the previous year, than in the previous year, on the previous year, on previous year
claim-words-year = of
claim-words-month = month
claim-words-months = january, february, march, april, may, june, july, august, september, october, november, december
claim-words-quarter = quarter
claim-words-empty = the, of, in, a, an, was, were, is, are, had, has, have, reached, amounted to, stood at, number, province
claim-words-change = growth rate, growth, change, changed by
claim-words-rise = grew by, grew, rose by, rose, increased by, increased
claim-words-decline = fell by, fell, declined by, declined, decreased by, decreased, dropped by, dropped, shrank by, shrank
claim-words-negation = not, no, never, didn't, wasn't, isn't, hasn't, without, except
site-place = Where
site-remedy = What to do
site-faults-more = Faults that are not listed here (chiso query "select * from ops_findings" has all)

## What the rules mean that deliveries break

fault-unreadable = The file cannot be read
fault-truncated = The file ends in the middle
fault-no-such-part = The file has no such sheet or part
fault-source-unreadable = The source gave nothing that can be read
fault-column-missing = A column that is declared is not there
fault-missing-column = A column that must be there is not
fault-new-column = A column that is not declared
fault-repeated-column = A column stands more than once
fault-ambiguous-column = Several columns may be meant
fault-nameless-column = A column has no name
fault-another-header = The header is another one than declared
fault-no-header = There is no header
fault-html-page = A web page came in place of a file
fault-decode-limit = Reading the file takes more memory or time than allowed
fault-not-a-number = The cell is no number
fault-ambiguous-number = The number may be read in two ways
fault-ambiguous-numbers = Numbers may be read in two ways
fault-mixed-numbers = Numbers are written in different ways
fault-mixed-percent = Percentages and plain numbers stand in one column
fault-too-precise = The number has more decimal places than allowed
fault-out-of-range = The number is out of range
fault-undeclared-mark = A sign that is not declared stands in place of a number
fault-undeclared-marks = Signs that are not declared stand in place of numbers
fault-figure-with-note = A note stands in the cell of a figure
fault-null = The cell is empty where it may not be
fault-not-one-of = The word is none of those allowed
fault-new-value = A value that is not allowed came first
fault-member-not-valid = The member does not exist in this period
fault-unknown-area = The area is not in the register
fault-unknown-unit = The unit is not known
fault-unit-mult-differs = The power of ten is another one than declared
fault-bad-period = The period cannot be read
fault-ambiguous-period = The period may be read in two ways
fault-bad-known-from = The day of publication cannot be read
fault-ragged-row = A row has more or fewer cells than the header
fault-no-observations = No figure was found
fault-no-records = No record was found
fault-quarantine-limit = Too many cells are bad: the delivery is refused
fault-shrunken = There are far fewer rows than before
fault-many-gone = Many rows that were there before are gone
fault-same-bytes = The same file came under another name
fault-repeats-previous-year = A form repeats the figures of the year before
fault-concept-differs = The file says another thing than is declared
fault-code-lost-zero = A code lost the zero at its beginning
fault-correction-stale = A correction no longer fits what was reported
fault-correction-unmatched = A correction fits no figure
fault-repair-unmatched = A repair fits no cell
fault-approval-missing = An approval is missing
fault-rollup-failed = The figures of a measure could not be put together

### What people read, in Vietnamese: Văn bản cho người đọc, tiếng Việt.
###
### Khóa = văn bản, theo định dạng Project Fluent (projectfluent.org). Phần trong ngoặc nhọn do chương
### trình điền: giữ nguyên tên, đặt ở chỗ câu văn cần. Chữ trong `dấu huyền` là lệnh, tệp và từ đã công
### bố: giữ nguyên. Mọi khóa phải có trong mọi ngôn ngữ; `cargo test messages` cho biết khóa còn thiếu.
###
### Thuật ngữ: KPI = chỉ số; target = chỉ tiêu; measure = chỉ tiêu thống kê; figure = số liệu; area = địa
### bàn (trong nghiên cứu tương quan: địa phương); delivery = lần giao số liệu; quarantine = cách ly;
### release = bản phát hành; boundaries = địa giới; base = kỳ gốc; plan = dự toán; revision = điều chỉnh;
### correction = đính chính; status of a figure = mức hoàn chỉnh.

## Verdicts
## What a KPI of an area and period came to.

verdict-met = đạt
verdict-not-met = không đạt
verdict-on-track = đúng tiến độ
verdict-off-track = chậm tiến độ
verdict-not-due = chưa đến hạn
verdict-no-target = không có chỉ tiêu
verdict-not-assessable = không đánh giá được
verdict-tolerated = { $verdict } (trong mức hụt cho phép { $tolerance })

## Reasons
## Why a verdict could not be reached. The end of a sentence, after a colon.

reason-contract-broken = lần giao có số liệu này đã bị từ chối
reason-suppressed = nơi cung cấp không công bố số liệu
reason-unit-mismatch = các số liệu khác đơn vị tính, hoặc không theo đơn vị tính của chỉ số
reason-basis-mismatch = các số liệu không cùng phạm vi tính
reason-definition-break = định nghĩa đã thay đổi giữa các số liệu
reason-boundary-break = địa giới đã thay đổi và không tách được số liệu
reason-source-conflict = các số liệu cùng hạng mâu thuẫn nhau
reason-quarantined = đã nhận số liệu nhưng đang bị cách ly
reason-out-of-range = số liệu quá lớn hoặc quá nhỏ để ghi với sáu chữ số thập phân
reason-series-mixed = các số liệu thuộc nhiều chuỗi khác nhau nên không so sánh
reason-value-missing = không có số liệu của kỳ
reason-base-missing = không có số liệu của kỳ so sánh
reason-base-missing-week = năm so sánh không có tuần này
reason-plan-missing = không có dự toán của kỳ
reason-partial-period = kỳ chưa đủ số liệu
reason-no-occasion = trong kỳ không phát sinh
reason-base-zero = số liệu kỳ gốc bằng 0
reason-plan-zero = dự toán bằng 0
reason-denominator-zero = mẫu số bằng 0
reason-base-negative = số liệu kỳ gốc là số âm
reason-plan-negative = dự toán là số âm
reason-deflator-missing = không có chỉ số giá nên không tính được theo giá so sánh
reason-rate-missing = không có tỷ giá của kỳ nên không quy đổi được sang đồng tiền khác
reason-band-missing = không có khung điểm nào ứng với giá trị
reason-band-unverified = khung điểm chưa được xác minh

## Flags
## What a reader of a verdict must know. The end of a sentence, after a colon.

flag-before-period-end = số ước tính cả kỳ, công bố trước khi kết thúc kỳ
flag-boundary-approximate = có phần địa bàn không tách được
flag-boundary-rebased = tổng hợp từ các đơn vị hành chính cũ
flag-calendar-effect = hai kỳ khác nhau về thời điểm nghỉ lễ, Tết hoặc số ngày làm việc
flag-corrected = đã áp dụng đính chính
flag-exists-in-part = đơn vị hoặc thành phần chỉ tồn tại trong một phần của kỳ
flag-imputed = có số liệu đầu vào được ước lượng thay thế
flag-input-rounding = kết luận phụ thuộc vào cách làm tròn số liệu đầu vào
flag-knife-edge = chênh lệch nằm trong mức điều chỉnh thường gặp
flag-outlier-unverified = giá trị bất thường chưa được xác nhận
flag-plan-not-assigned = dự toán đang dùng là dự toán trình, không phải dự toán được giao
flag-not-listed = danh sách đủ mọi địa bàn không có dòng nào của địa bàn hoặc một phần của địa bàn: phần đó là 0
flag-parts-left-out = tổng chưa gồm số liệu của một địa bàn cấp dưới
flag-sampling-error-unknown = có số liệu điều tra chọn mẫu nhưng chưa biết sai số chọn mẫu ảnh hưởng thế nào đến kết luận
flag-ranked-areas-differ = các địa bàn được xếp hạng ở kỳ so sánh không giống kỳ báo cáo
flag-scheme-break = bộ tiêu chí chấm điểm đã thay đổi
flag-share-out-of-range = giá trị của phần vượt giá trị của tổng, hoặc âm: giá trị không phải là tỷ trọng
flag-series-spliced = so sánh số liệu của nhiều chuỗi theo khai báo
flag-small-base = số liệu kỳ gốc nhỏ
flag-to-date = số tính đến thời điểm công bố: công bố trước khi kết thúc kỳ và chưa được xác nhận lại sau đó
flag-vintage-mixed = số liệu đầu vào có mức hoàn chỉnh khác nhau
flag-within-sampling-error = sai số chọn mẫu chưa cho phép khẳng định kết luận này (mức tin cậy 95 %)
flag-within-tolerance = chưa đạt mức chỉ tiêu, nhưng trong mức hụt cho phép

## Status of a figure
## How settled a figure is, as its publisher says.

status-estimate = ước tính
status-preliminary = sơ bộ
status-final = chính thức

## Operands
## What a figure is in the formula of a KPI. `plan` is the budget plan.

role-current = kỳ này
role-base = kỳ gốc
role-against = so với
role-part = phần
role-whole = tổng
role-base-part = phần, kỳ gốc
role-base-whole = tổng, kỳ gốc
role-plan = dự toán

## Spans
## After a period: `2025-09 to date`.

span-ytd = lũy kế
span-rolling12 = (12 tháng)

## Rows
## What became of a row of a table when its figure was looked for.

fate-used = được dùng
fate-derived = không dùng: tính từ số liệu khác
fate-dropped = không dùng: bị loại theo đính chính
fate-not-preferred = không dùng: loại số liệu khác được ưu tiên hơn
fate-other-total = không dùng: số tổng được công bố riêng, hoặc được cộng từ tất cả các thành phần
fate-outranked = không dùng: đã có số liệu của nguồn xếp hạng cao hơn
fate-conflict = không dùng: các nguồn cùng hạng mâu thuẫn nhau
fate-superseded = không dùng: đã được thay thế bằng số liệu công bố sau
fate-withdrawn = không dùng: đã rút lại, lần giao { $delivery } không còn số liệu này
fate-repeated = không dùng: lặp lại số liệu đã có
fate-quarantined = không dùng: đã nhận nhưng đang bị cách ly
fate-other-series = không dùng: số liệu được dùng thuộc chuỗi khác
fate-confirms = không cộng thêm: công bố lại số liệu sau khi kết thúc kỳ, qua đó xác nhận số liệu
fate-not-asked = không tính: không thỏa điều kiện

## Figures with their units
## `pp` are percentage points. Digits are grouped by the program.

unit-pp = { $number } điểm %
unit-points = { $number } điểm
unit-rank = hạng { $number }
unit-places = { $number } bậc
unit-places-up = { $places } (tăng hạng)
unit-places-down = { $places } (giảm hạng)
unit-billion = { $number } tỷ { $name }
unit-ranked = { $number } địa bàn được xếp hạng
unit-bn-vnd = tỷ đồng

## How far a value is from its target
## `by now`: of a year that is judged while it runs, the distance from what is expected by now.

margin-better = tốt hơn chỉ tiêu { $size }
margin-worse = kém chỉ tiêu { $size }
margin-inside = trong khoảng, cách cận gần nhất { $size }
margin-outside = ngoài khoảng { $size }
margin-equal = bằng mức chỉ tiêu
margin-equal-above = bằng mức chỉ tiêu, trong khi phải cao hơn
margin-equal-below = bằng mức chỉ tiêu, trong khi phải thấp hơn
margin-better-by-now = tốt hơn mức cần đạt đến nay { $size }
margin-worse-by-now = kém mức cần đạt đến nay { $size }
margin-equal-by-now = bằng mức cần đạt đến nay

## Names of units

unit-name-vnd = đồng
unit-name-points = điểm
unit-name-targets = chỉ tiêu
unit-name-enterprises = doanh nghiệp

## Outcomes of deliveries, of runs and of due times

outcome-accepted = được chấp nhận
outcome-refused = bị từ chối
outcome-unreadable = không đọc được
run-outcome-published = đã phát hành
run-outcome-proposed = chờ duyệt
run-outcome-unchanged = không thay đổi
run-outcome-partial = phát hành một phần
run-outcome-failed = không thành công
run-outcome-aborted = bị ngắt
run-outcome-running = đang chạy
decision-ran = đã chạy
decision-missed = bỏ lỡ
decision-skipped = bỏ qua: lần trước còn đang chạy
decision-superseded = để lần sau chạy bù
decision-failed = không thành công
decision-retried = không thành công, sẽ thử lại
decision-aborted = bị ngắt, sẽ chạy lại
decision-waited = chờ lần chạy khác

## Stages of a budget plan

stage-submitted = trình
stage-assigned = được giao
stage-council = Hội đồng nhân dân quyết định
stage-revised = điều chỉnh

## Actions of a correction

action-override = thay số liệu
action-scale = đổi thang số
action-drop = loại bỏ
action-flag = dùng kèm lưu ý

## What happened to an area

relation-merge = sáp nhập
relation-split = chia tách
relation-transfer = chuyển một phần
relation-rename = đổi tên hoặc đổi mã

## Steps of a proof

proof-configuration = cấu hình
proof-landing = tệp gốc
proof-table = bảng
proof-cell = ô
proof-item = thành phần
proof-row = dòng
proof-operand = số liệu
proof-score = kết luận

## Corrections, with the publisher
## How far a correction of a published figure has come with its publisher.

correction-open = chưa báo cơ quan công bố
correction-reported = đã báo cơ quan công bố
correction-mended = cơ quan công bố đã sửa

## Targets, how far they bind

binding-binds = có hiệu lực
binding-in-part = bị thay thế một phần
binding-superseded = đã bị thay thế
binding-from-effect = có hiệu lực với các kỳ từ ngày hiệu lực trở đi
binding-too-late = không ràng buộc kỳ nào: có hiệu lực sau các kỳ của chỉ tiêu
binding-waiting = chờ duyệt
binding-undecided = khi đó chưa ban hành

## Why a verdict changed
## In lists, after a colon.

cause-target = chỉ tiêu thay đổi
cause-formula = công thức thay đổi
cause-data = số liệu nhận được thay đổi
cause-contract = quy ước số liệu thay đổi
cause-repair = sửa ô số liệu không đọc được
cause-correction = đính chính số liệu thay đổi
cause-areas = danh mục đơn vị hành chính thay đổi
cause-period-ended = kỳ đã kết thúc từ đó
cause-program = quy tắc của phiên bản chương trình khác
cause-neighbours = số liệu của địa bàn hoặc kỳ khác

## Decisions about a release

act-propose = đề nghị duyệt
act-approve = duyệt
act-reject = không duyệt
act-publish = đưa vào hiệu lực
act-withdraw = thu hồi
act-run = yêu cầu chạy
act-pause = tạm dừng
act-resume = cho chạy lại
act-repair = sửa ô
act-revoke = thu hồi quyền truy cập
subject-release = bản phát hành
subject-target = chỉ tiêu kế hoạch
subject-correction = đính chính
subject-pipeline = quy trình
subject-cell = ô số liệu
subject-person = người dùng

## chiso journal

journal-empty = chưa có quyết định nào
journal-at = Thời điểm
journal-by = Người thực hiện
journal-act = Việc
journal-about = Đối tượng
journal-why = Lý do

## Targets, what changed

target-change-added = thêm
target-change-removed = bỏ
target-change-superseded = bị thay thế
target-change-changed = sửa

## Arrivals
## Whether the data of an area and period came in time.

arrival-on-time = đúng hạn
arrival-late = muộn
arrival-due = chưa đến hạn
arrival-overdue = quá hạn
arrival-partial = chưa đủ
arrival-shrunken = bị hụt
arrival-wrong-type = sai loại

## Areas, what became of them
## Between two days.

union-same = không thay đổi
union-renamed = đổi tên hoặc đổi mã
union-merged = sáp nhập
union-split = chia tách
union-regrouped = sắp xếp lại
union-begun = mới có
union-ended = không còn

## Quarantined observations, read again

replay-accepted = đã chấp nhận
replay-ignored = bỏ qua theo bản sửa
replay-refused = lần giao bị từ chối
replay-quarantined = vẫn bị cách ly

## Designs of a study

design-cross-section = so sánh giữa các địa phương, một kỳ
design-pooled = so sánh giữa các địa phương, gộp các kỳ
design-within = từng địa phương so với chính mình theo thời gian
design-difference = mức thay đổi giữa hai kỳ liền nhau

## Coefficients

coefficient-pearson = Pearson r
coefficient-spearman = Spearman ρ
coefficient-kendall = Kendall τ-b

## Rows of a study without a coefficient

refusal-no-control = biến kiểm soát đã khai báo không có số liệu
refusal-no-pairs = không địa phương nào có đủ hai số liệu
refusal-scheme-break = điểm trong cùng kỳ chấm theo nhiều bộ tiêu chí
refusal-series-mixed = số liệu trong cùng kỳ khác đơn vị, căn cứ, tập dữ liệu hoặc định nghĩa
refusal-too-few-areas = quá ít địa phương
refusal-too-few-periods = quá ít kỳ
refusal-constant-series = một chuỗi không biến thiên

## Strength of an association
## Three messages in a row: strength, sign, chance.

strength-near-zero = gần như không có liên hệ
strength-weak = liên hệ yếu
strength-moderate = liên hệ trung bình
strength-strong = liên hệ mạnh
strength-positive = , cùng chiều
strength-negative = , ngược chiều
strength-more-than-chance = ; vượt mức ngẫu nhiên
strength-one-many-looked = ; một trong nhiều phép so sánh
strength-may-chance = ; có thể do ngẫu nhiên

## chiso init

init-wrote = đã ghi { $path }
init-next = Dự án mẫu về một quốc gia giả định. Tiếp theo:
init-own-files = Sau đó đặt các tệp của bạn vào datasets/ và mô tả các tệp đó trong datasets/*.toml.

## chiso run
## Counts are grouped by the program.

run-came-in-force = đã duyệt, có hiệu lực từ bây giờ: bản { $id }
run-nothing-new = không có gì mới; bản phát hành hiện hành: { $id }
run-nothing-new-since = không có gì mới kể từ bản { $id }
# The account of a run: read = accepted + quarantined + without a figure + of refused deliveries.
run-account = { $deliveries } lần giao số liệu: { $read } quan sát đã đọc = { $accepted } được chấp nhận + { $quarantined } bị cách ly + { $ignored } không có số liệu
run-account-records = { $deliveries } lần giao số liệu: { $read } bản ghi đã đọc = { $accepted } được chấp nhận + { $quarantined } bị cách ly
run-account-refused = { $account } + { $refused } thuộc lần giao bị từ chối
run-published = đã phát hành bản { $id } ({ $verdicts } kết luận)
run-candidate = đã lập bản chờ duyệt { $id } ({ $verdicts } kết luận)
run-same-content = nội dung không đổi; bản phát hành hiện hành: { $id } ({ $verdicts } kết luận)
run-same-figures = số liệu trùng với bản { $id } ({ $verdicts } kết luận)
run-next = Tiếp theo:

## chiso run --plan
## What a run would do.

plan-head = Chạy thử: chưa ghi gì.
plan-asked = sẽ lấy số liệu từ nguồn: { $dataset } { $source } ({ $by })
plan-landed = sẽ tiếp nhận: { $path } ({ $dataset }, { $size } B)
plan-conformed = sẽ chuẩn hóa: { $dataset } { $delivery } { $outcome } ({ $counts })
plan-rows = { $name }: { $before } → { $now } dòng
plan-refused = số liệu trùng với bản không được duyệt: { $id }
plan-candidate = sẽ tạo một bản phát hành chờ duyệt
plan-same = không có bản mới; bản hiện hành vẫn là { $id }
plan-published = sẽ phát hành một bản mới
plan-flips = { $number } kết luận sẽ thay đổi
plan-first-verdicts = { $number } kết luận, lần đầu
plan-area = địa bàn
plan-period = kỳ
plan-verdict = kết luận
plan-value = giá trị
plan-target = chỉ tiêu
plan-why = lý do

## chiso status

status-none-yet = chưa có; chạy `chiso run`
status-none = không có
status-release-in-force = bản phát hành hiện hành: { $release }
status-last-run = lần chạy gần nhất: { $time } ({ $outcome })
status-dataset = Bộ số liệu
status-file = Tệp
status-outcome = Kết quả
status-read = Đã đọc
status-accepted = Chấp nhận
status-quarantined = Cách ly
status-no-figure = Không dùng
status-landed = Tiếp nhận lúc
status-source = lỗi của nguồn: { $fault }
status-schedule-never = không có
status-schedule-last = ; lần trước { $time } ({ $result })
status-schedule-not-watched = ; chưa được theo dõi: chạy `chiso serve`
status-schedule = lịch của { $id }: đến hạn tiếp { $next }{ $past }

## chiso schedule

schedule-none = chưa quy trình nào có `schedule`; tất cả chạy thủ công
schedule-paused = { $by } tạm dừng từ { $since }: { $why }
schedule-pipeline = Quy trình
schedule-due-utc = Đến hạn (UTC)
schedule-due-local = Đến hạn, giờ địa phương
schedule-zone = Múi giờ

## chiso status, arrivals
## Whether data came when they were due.

arrivals-no-rule = chưa bộ số liệu nào khai báo hạn nộp; hãy thêm `[[arrival]]`
arrivals-unknown = tình hình nộp số liệu: chưa biết cho đến lần chạy sau: { $error }
arrivals-none = không có
# The end of `arrivals-summary`.
arrivals-next-due = ; hạn tiếp theo { $day } { $dataset } { $period }
arrivals-summary = tình hình nộp số liệu: { $counts }{ $next }
arrivals-due-on = hạn { $day }
arrivals-hidden = … { $hidden } trường hợp trước đó: `chiso status --wrong`
arrivals-earlier-periods = … { $hidden } kỳ trước đó: `--to KỲ`

## chiso scorecard
## Headers of a table, then labels of the scoreboard after a run.

scorecard-no-rows = không có dòng nào
scorecard-kpi = Chỉ số
scorecard-area = Địa bàn
scorecard-period = Kỳ
scorecard-boundaries-of = địa giới ngày { $boundary }
as-of-known = theo số liệu biết đến { $time }
scorecard-value = Giá trị
scorecard-target = Chỉ tiêu
scorecard-by-now = Cần đạt đến nay
scorecard-usual-error = Sai số thường gặp
scorecard-verdict = Kết luận
scorecard-current = Kỳ này
scorecard-against = So với
scorecard-status = Mức hoàn chỉnh
scorecard-reasons-flags = Lý do, lưu ý
scorecard-legend = { $code }: { $meaning }
scorecard-label-reason = lý do
scorecard-label-flag = lưu ý
scorecard-label-verdict = kết luận
scorecard-label-value = giá trị
scorecard-label-margin = chênh lệch
scorecard-target-of = chỉ tiêu { $target }
scorecard-label-current = kỳ này
scorecard-plan-for = (dự toán { $base_period })
scorecard-label-against = so với
scorecard-label-whole = trên

## chiso scorecard, figures that were not used

alternatives-years = { $number } năm
alternatives-all-areas = { $error } (mọi địa bàn, { $years })
alternatives-unknown = chưa biết
alternatives-more = … còn { $number } dòng; xem hết bằng `chiso query "select * from alternatives"`
alternatives-head = Theo các số liệu không được dùng:
alternatives-vintage = , theo số liệu khi đó

## chiso explain
## How a verdict came about. One word without arguments is a label in the first column.

explain-outranked = không dùng: xếp sau `{ $dataset }`
explain-no-figure-said = dòng này cho biết không có số liệu
explain-withheld = nguồn không công bố số liệu này
explain-not-accepted = số liệu không được chấp nhận
explain-gives-none = có số liệu, nhưng số liệu ở trên không tính được vì lý do đã nêu
explain-heading = { $name } ({ $code }), { $period }, địa giới ngày { $boundary }
explain-verdict = kết luận
explain-value = giá trị
explain-formula = công thức
explain-reason = lý do
explain-flag = lưu ý
explain-target = chỉ tiêu
explain-on-path = , theo lộ trình { $rule } ({ $points }) đến { $end } vào { $period }
explain-for-level = , giao cho mọi đơn vị cấp { $level }
explain-no-figure = [chưa có số liệu: { $role }]
explain-no-rank = [chưa có hạng: { $role }]
explain-needed = mức vừa đủ
explain-needed-above = { $sign } { $figure }, cao hơn số liệu kỳ này { $revision }
explain-needed-below = { $sign } { $figure }, thấp hơn số liệu kỳ này { $revision }
explain-needed-same = { $sign } { $figure }, bằng số liệu kỳ này
explain-revisions-usual = { $number } ({ $status }): 90 % không vượt quá { $usual }, lớn nhất { $largest }
explain-revisions-few = { $number } ({ $status }): quá ít để biết mức thường gặp; cần ít nhất 8
explain-revisions = điều chỉnh
explain-revisions-known = của `{ $measure }`: { $revisions }
explain-revisions-more = … { $number } số liệu của các kỳ trước: `chiso revisions --measure { $measure }`
explain-pace = tiến độ
explain-pace-expected = đến thời điểm này cần đạt { $share } chỉ tiêu
explain-pace-plan = , bằng tỷ trọng các tháng đã qua trong kế hoạch năm `{ $plan }`
explain-probability = ; xác suất đạt chỉ tiêu { $chance }
# Sai số chọn mẫu của các cuộc điều tra.
explain-sampling = sai số
explain-sampling-of = { $of }: sai số chuẩn { $error }, theo { $stated }
explain-sampling-unknown = { $of }: không có sai số chuẩn; số liệu nêu: { $stated }
explain-sampling-probability = xác suất giá trị thực đạt chỉ tiêu { $chance } (theo phân phối chuẩn; mẫu của các kỳ, địa bàn và bộ dữ liệu khác nhau là độc lập)
explain-sampling-places = có thể từ hạng { $best } đến hạng { $worst } (95 %, xét từng cặp địa bàn)
explain-projection = dự báo
explain-highest-first = cao nhất đứng đầu
explain-lowest-first = thấp nhất đứng đầu
explain-place-of = thứ hạng của { $figure }
explain-not-listed = danh sách không có dòng nào của đơn vị này (lần giao { $deliveries })
explain-rank-of = hạng { $rank } trong { $number }
explain-no-figure-in = { $figure }: không có số liệu ({ $datasets })
explain-no-sum = không tính được tổng vì thiếu số liệu của { $areas }
explain-no-series = không có tổng của một chuỗi: { $areas } có số liệu theo công bố khác, hoặc theo các kỳ khác, so với các đơn vị còn lại
explain-extremes-apart = không gộp được các dòng này thành một số liệu: mỗi dòng là số lớn nhất hoặc nhỏ nhất của các tháng, và các số đó có thể rơi vào những tháng khác nhau. Cần có số liệu chung trong nguồn
explain-no-total = không tính được số tổng vì thiếu số liệu của { $members } tại { $area }, kỳ { $period }
explain-used = được dùng
explain-not-used = không dùng
explain-dataset = bộ số liệu `{ $dataset }`, hạng { $rank }, { $used }
explain-differs-areas = không khớp: cộng các địa bàn cấp dưới được { $figure }{ $how }
explain-differs-members = khác: cộng các thành phần được { $figure }{ $how }
explain-differs-published = không khớp: số được công bố là { $figure }; chỉ so sánh các số cùng một chuỗi
explain-differs-periods = không khớp: tính từ các kỳ thành phần được { $figure }{ $how }
explain-derived-from = tính từ:
# After a period of a sum.
explain-piece-missing = (không có số liệu)
explain-none = không có
explain-basis = phạm vi tính { $basis }
explain-scheme = bộ tiêu chí { $scheme }
explain-plan = dự toán { $stage }
explain-place-in-file = { $part }dòng { $row }, cột `{ $col }`: "{ $raw }"
explain-source = nguồn { $source }
explain-note = ghi chú { $text }
explain-repaired = đã sửa{ $at }: trong tệp ghi "{ $expect }"
explain-repair-reason = lý do { $reason } ({ $by }, { $date })
explain-corrected = sau đính chính { $figure }
explain-flagged = được dùng, kèm lưu ý { $flag }
explain-decided = quyết định { $day }
explain-reported = đã báo cho { $office }
explain-correction-of = đính chính { $id } ({ $action })
explain-as-published = theo công bố { $figure }; { $done }
explain-correction-reason = lý do { $reason }
explain-evidence = căn cứ { $evidence }
explain-status = tình trạng { $state }
explain-release = phát hành
explain-release-known = { $id } (theo số liệu biết đến ngày { $known }, chiso { $program })
explain-rebuilt = các bảng của bản phát hành này không còn trong kho: đã tính lại từ tệp lưu nguyên trạng
explain-proved = tính lại từ tệp lưu nguyên trạng
explain-contributions = đóng góp
explain-contributions-of = mức đóng góp của các địa bàn cấp dưới ({ $level }) vào giá trị
explain-contributions-members = mức đóng góp của các thành phần theo { $dimension } vào giá trị
explain-contributions-rest-members = phần không do các thành phần: { $value }
explain-contributions-rest = phần không do các địa bàn cấp dưới: { $value }
explain-contributions-lacking = không tính được mức đóng góp: thiếu số liệu của { $areas }
explain-among = trong số
explain-boundary-step = thay đổi địa giới { $step }
# A code of an area on a day.
explain-code-of = { $code } ngày { $day }
explain-rows-found = { $number } dòng
explain-rows-other = { $number } dòng khác không thuộc chỉ tiêu thống kê này
explain-figures-more = … còn { $number } số liệu nữa; --format json liệt kê đầy đủ
explain-rows-more = … còn { $number } dòng nữa; --format json liệt kê đầy đủ
explain-rows-later = { $number } dòng chỉ biết từ { $time }
explain-rows-quarantined = { $number } quan sát của bộ số liệu đang bị cách ly
explain-looked-in = đã tìm trong `{ $dataset }`, { $value }{ $filter }, { $areas }: { $said }
explain-checks = kiểm tra { $results }
explain-published-at = , công bố { $time }
explain-delivery = sha256 { $hash }, nhận { $time }{ $published }
explain-check-passed = đạt
explain-check-contract = quy ước
explain-check-confirmed = đã xác nhận là đúng
explain-check-flagged = không đạt, vẫn dùng và có cảnh báo
explain-check-quarantined = không đạt, bị cách ly
explain-check-unclear = một số dòng không đạt, chỉ ghi lại dòng đầu tiên
explain-merged = tổng hợp từ các đơn vị ngày { $date }
explain-sum-of = tổng các đơn vị ngày { $date }
explain-units-of = số liệu của các đơn vị ngày { $date }, không cộng
explain-index-of = , theo chỉ số giá của { $area }
explain-constant-prices = theo giá so sánh { $base }
explain-mean-weighted = bình quân gia quyền theo `{ $weight }`: { $parts }
explain-nominal = theo giá hiện hành
explain-price-index = chỉ số giá
explain-price-index-base = chỉ số giá kỳ gốc
explain-weight = quyền số
explain-ratio = tỷ số
explain-mean-of-last = bình quân { $number } kỳ gần nhất
explain-linked = nối chuỗi tại { $overlap }
explain-mean-of = bình quân của tất cả các kỳ này
explain-largest-of = lớn nhất trong các kỳ này
explain-smallest-of = nhỏ nhất trong các kỳ này
explain-numerator = tử số
explain-denominator = mẫu số
explain-averaged = số tính bình quân
explain-unlinked = như công bố
explain-older = chuỗi cũ
explain-overlap = chuỗi mới tại kỳ nối
explain-of-area = số liệu của { $area }
explain-above = địa bàn cấp trên
explain-below = địa bàn được cộng
explain-member = thành phần được cộng
explain-converted = quy đổi
explain-amount = số tiền
explain-rate = tỷ giá
explain-rate-of = , theo tỷ giá của { $area }
explain-older-overlap = chuỗi cũ tại kỳ nối
explain-feast-moved = (chỉ rơi vào một trong hai kỳ)
explain-feast = { $feast }: { $now }, năm trước { $before }{ $moved }
explain-working-days = số ngày làm việc: { $now }, năm trước { $then }
explain-calendar = lịch
explain-union = nhóm
explain-land = địa bàn
explain-other-land = { $name } ngày { $to } có địa bàn khác với ngày { $from }: có đơn vị trực thuộc chuyển đến hoặc chuyển đi
explain-union-of = { $before } ngày { $from } = { $after } ngày { $to }
explain-answered = có kết quả
explain-answered-on = theo địa giới ngày { $day }, { $names }: `--boundary { $day } --area { $code }`
explain-weight-missing = không có số liệu của kỳ để làm quyền số cho các phần: { $measures }
explain-not-whole = không theo địa giới nào: không ngày nào có đủ số liệu
explain-not-additive = không theo địa giới nào: số liệu loại này không cộng được; chỉ tiêu thống kê có thể khai báo `weight`
explain-of-records = không theo địa giới nào: số liệu này được tính từ hồ sơ, số liệu của nhiều đơn vị không cho ra số liệu chung
explain-whole = tổng
explain-part-and-rest = { $part } + còn lại { $rest } = { $total }

## chiso explain, figures that were not used

alternative-differs = ; kết luận khác
alternative-gives = nếu dùng số này: { $gives }{ $differs }
alternative-dataset = `{ $first }` là bộ đầu tiên có đủ số liệu để so sánh; thứ tự khai báo: { $order }
alternative-repeated = cùng một số liệu có nhiều dòng; dùng một dòng
alternative-rank = dùng dòng có hạng khai báo cao nhất; các dòng khác có hạng { $ranks }
alternative-preference = theo khai báo, có loại khác được ưu tiên hơn `{ $kinds }`
alternative-conflict = các dòng cùng hạng mâu thuẫn nên không dùng dòng nào
alternative-choice = lựa chọn: { $why }
alternative-alike = cùng mức
alternative-base-then = { $value }, với số liệu kỳ gốc khi đó là { $base }, { $status }
alternative-back-test = kiểm chứng
alternative-few-years = chưa thử được với năm đã kết thúc nào: cần có số liệu từng tháng và chỉ tiêu
alternative-few-trials = chỉ thử được với { $number } năm đã kết thúc: quá ít để biết sai số thường gặp
alternative-years = { $number } năm
alternative-all-areas = , mọi địa bàn
alternative-verdicts-right = ; { $right } trên { $n } kết luận đã đúng
alternative-usual-error = sai số thường gặp tại tháng này: ±{ $error }{ $over } ({ $years }){ $verdicts }

## chiso explain, parts of a composite KPI

composite-no-points = không có điểm
composite-points-of = { $points } trên { $most }, lĩnh vực { $field }
composite-part = thành phần

## chiso explain --verify

proof-same = khớp
# Stands out among many lines.
proof-differs = KHÁC
proof-holds = mọi bước đều khớp, từ tệp lưu nguyên trạng đến kết luận
proof-fails = { $number } bước không khớp

## chiso explain --graph
## Labels of boxes and arrows.

graph-heading = { $name } ({ $code }), { $period }, địa giới ngày { $boundary }
graph-target = chỉ tiêu { $target }
graph-no-figure = không có số liệu
graph-no-row = không có dòng nào
graph-looked = đã tìm
graph-place = { $part }dòng { $row }, cột { $col }
graph-correction = đính chính { $id }
graph-repaired = đã sửa; trong tệp ghi: "{ $expect }"
graph-landed = nhận { $time }

## chiso coverage

coverage-no-rows = không có dòng nào
coverage-boundaries-of = địa giới ngày { $boundary }
coverage-kpi = Chỉ số
coverage-period = Kỳ
coverage-level = Cấp
coverage-areas = Địa bàn
coverage-weight = Quyền số
coverage-values = Có và không có số liệu
coverage-verdicts-reasons = Kết luận; lý do
# Areas with a figure, of all areas.
coverage-areas-of = { $number }/{ $total }
coverage-share-of = { $share } của { $measure } { $period }
coverage-level-of = địa bàn cấp `{ $level }` có giá trị

## chiso areas

areas-no-such-unit = không có đơn vị nào như vậy vào ngày { $day }
areas-code = Mã
areas-level = Cấp
areas-since = Từ ngày
areas-until = Đến ngày
areas-name = Tên
areas-units-of = đơn vị ngày { $day }: { $number }
areas-outcome = Kết quả sắp xếp
areas-remarks = Thời điểm, phần chưa chính xác
areas-unions = số nhóm đơn vị chiếm cùng một địa bàn ở cả hai ngày: { $number }
areas-unchanged = { $number } nhóm không thay đổi; thêm `--all` để xem
areas-approximate = gần đúng; chính xác khi tính gộp với { $names }

## chiso revisions
## `Measure` is what is measured (chỉ tiêu thống kê), not a target (chỉ tiêu).

revisions-none = không có điều chỉnh nào
revisions-known = Thời điểm biết số liệu
revisions-kpi = Chỉ số
revisions-measure = Chỉ tiêu thống kê
revisions-area = Địa bàn
revisions-period = Kỳ
revisions-before = Trước
revisions-after = Sau
revisions-why = Lý do
revisions-delivery = Lần giao
revisions-boundaries-of = địa giới ngày { $boundary }
revisions-withdrawn = đã rút lại
revisions-code-conflict = các nguồn cùng hạng mâu thuẫn, hoặc không còn mâu thuẫn
revisions-code-definition = đổi đơn vị tính, phạm vi tính hoặc bộ tiêu chí
revisions-code-target = ban hành hoặc thay thế mục tiêu
revisions-code-source = dùng nguồn khác
revisions-code-correction = đính chính
revisions-code-status = mức hoàn chỉnh cao hơn
revisions-code-revised = nơi cung cấp điều chỉnh
revisions-code-new = số liệu mới
revisions-code-period-ended = kỳ đã kết thúc
revisions-code-reassessed = đánh giá lại
revisions-none-known = chưa ghi nhận lần điều chỉnh nào
revisions-figures = Số liệu
revisions-revised = Điều chỉnh từ
revisions-unchanged = Không đổi
revisions-mean-bias = Trung bình (độ chệch)
revisions-mean-size = Độ lớn trung bình
revisions-median = Trung vị
revisions-nine-in-ten = 90 % không vượt quá
revisions-largest = Lớn nhất
# The first, second, … figure that was published.
revisions-vintage = lần { $number }
revisions-needed = cần từ { $number } lần điều chỉnh trở lên thì trung bình mới có ý nghĩa
revisions-no-figure = chưa từng công bố số liệu
revisions-withdrawn-on = rút lại { $day }
revisions-not-comparable = không so sánh được
revisions-estimate = Ước tính
revisions-preliminary = Sơ bộ
revisions-final = Chính thức
revisions-change = Thay đổi

## chiso backtest

backtest-no-year = chưa có năm nào đủ số liệu từng tháng cho chỉ số có khai báo tiến độ
backtest-all-areas = mọi địa bàn
backtest-scope = { $areas }, địa giới ngày { $boundary }
backtest-kpi = Chỉ số
backtest-month = Tháng
backtest-month-from = { $months } tính từ tháng { $begins }
backtest-rule = Quy tắc
backtest-tried = Lượt thử
backtest-years = Năm
backtest-mean-error = Sai số trung bình
backtest-usual-error = Sai số thường gặp
backtest-largest = Lớn nhất
backtest-band = Trong khoảng dự báo
backtest-verdicts-right = Kết luận đúng
backtest-calibration = Xác suất so với thực tế
backtest-needed = cần từ { $number } lượt thử trở lên thì sai số mới có ý nghĩa
backtest-rule-linear = đều theo tháng
backtest-rule-seasonal = như các năm trước
backtest-rule-same-period = so với cùng kỳ
backtest-rule-plan = theo kế hoạch từng tháng

## chiso correlate

correlate-more-rows = còn { $others } dòng để tham khảo theo thiết kế, hệ số, độ trễ và kỳ khác: chọn bằng --design, --method, --lag, --period, hoặc --format csv
correlate-interval = { $low } đến { $high }
correlate-circular = { $words }; trùng số liệu: điểm và kết quả được tính từ cùng số liệu
correlate-opposite-sign = { $words }; NGƯỢC CHIỀU: { $opposite }
correlate-caution = Đây là mối liên hệ, không phải tác động: hai đại lượng biến động cùng nhau chưa chắc là nguyên nhân của nhau, có thể do một nguyên nhân chung.
correlate-no-rows = không có dòng nào
correlate-contradictions = Các thiết kế mâu thuẫn nhau: so sánh giữa các địa phương và so sánh từng địa phương với chính mình cho kết quả ngược chiều đối với { $pairs }.
correlate-outcome-of = Kết quả: { $title } [{ $id }]
correlate-design = Thiết kế
correlate-coefficient = Hệ số
correlate-lag = Độ trễ
correlate-periods = Kỳ
correlate-score-of = Điểm: { $title } [{ $id }]
correlate-score = Điểm
correlate-value = Giá trị
correlate-confidence = Khoảng tin cậy 95 %
correlate-leave-one-out = Bỏ một địa phương
correlate-regions-removed = Loại yếu tố vùng
correlate-in-words = Diễn giải
correlate-note = Ghi chú: { $text }
correlate-drawn = đã vẽ: { $path }
# $count is how many rows are more than chance.
correlate-settled =
    Vượt mức ngẫu nhiên khi xét chung mọi phép so sánh chính (q không quá { $bound }): { $count ->
        [0] không có dòng nào
       *[other] { $count }
    } trong { $all } dòng.

## chiso correlate --chart
## Texts in the picture.

chart-interval = (khoảng tin cậy 95 %: { $interval })
chart-outcome-of = Kết quả kỳ { $period }
chart-lag-none = điểm cùng kỳ
chart-lag-one = điểm của kỳ trước
chart-lag-before = điểm của { $n } kỳ trước
chart-lag-later = điểm của { $n } kỳ sau
chart-opposite-sign = Ngược chiều: { $opposite }
chart-unit-pp = điểm phần trăm
chart-unit-rank = thứ hạng
chart-unit-score = điểm
chart-unit-measure = đơn vị của chỉ tiêu thống kê
chart-within = , đã trừ trung bình của địa phương và của kỳ
chart-period-mean = , đã trừ trung bình của kỳ
chart-ranks = ; hệ số so sánh thứ hạng
chart-boundaries-of = địa giới ngày { $boundary }
chart-sources = Nguồn: { $sources }.
chart-release = chiso, bản phát hành { $id }, { $boundary }. [{ $study }]
chart-counted = n = { $n } ({ $areas } địa phương, { $periods } kỳ)

## chiso targets

targets-none = không có chỉ tiêu nào
targets-every-area = mọi đơn vị cấp { $level }: hiện có { $number }
targets-own-instead = có chỉ tiêu riêng: { $own }
target-between = từ { $low } đến { $high }
path-linear = tăng giảm đều
path-stepped = theo từng bậc
path-stated = theo các mức đã ghi
targets-target = chỉ tiêu
targets-area = địa bàn
targets-period = kỳ
targets-requirement = yêu cầu
targets-state = hiệu lực
targets-set-by = căn cứ
targets-tolerance = mức hụt cho phép
targets-plan = dự toán
targets-no-document = chưa nêu văn bản
targets-decided = ban hành
targets-valid-from = hiệu lực từ
targets-unchanged = danh mục chỉ tiêu giống như của bản phát hành { $id }
targets-change = thay đổi
targets-column = cột
targets-before = trước
targets-now = nay
targets-verdicts = kết luận trong bản phát hành
targets-no-verdicts = không có
targets-against-release = so với bản phát hành { $id }
targets-count = { $number } chỉ tiêu: { $faults }

## chiso corrections

corrections-one-more = cần thêm một người khác duyệt thì mới có hiệu lực
corrections-from-next-run = có hiệu lực từ lần chạy tới: `chiso{ $option } run`
corrections-approved = { $id }: đã duyệt { $by }/{ $needed } ({ $names }); { $next }
corrections-none = chưa khai báo đính chính nào
corrections-correction = đính chính
corrections-row = dòng
corrections-action = cách xử lý
corrections-state = hiệu lực
corrections-why = lý do
corrections-waits = chờ duyệt
corrections-counts = có hiệu lực

## chiso quarantine

quarantine-none = không có quan sát nào bị cách ly
quarantine-place = vị trí
quarantine-text = nội dung
quarantine-rule = quy tắc
quarantine-repair = bản sửa
quarantine-fault = lỗi
quarantine-replaced = + { $number } của các lần giao đã được thay thế, xem với --all
quarantine-dropped = loại bỏ
quarantine-delivery = lần giao
quarantine-remedy = khắc phục
quarantine-readable-now = không còn bị cách ly theo cấu hình hiện nay; chạy `chiso quarantine replay` để đọc lại
quarantine-or = hoặc
quarantine-row = dòng theo tệp đã giao:
quarantine-repair-of = bản sửa { $place }: `{ $column }` { $done }
quarantine-empty = { $option } để trống: mọi bản sửa đều phải có
quarantine-repaired-already = { $at }: vị trí này đã có bản sửa; hãy sửa bản đó
quarantine-same-text = --value `{ $text }`: ô này đã ghi như vậy
quarantine-written = { $file }: đã ghi; tiếp theo chạy `chiso quarantine replay`
# The account of a delivery: read = accepted + quarantined + ignored.
quarantine-account = { $dataset } { $delivery }: { $read } = { $accepted } được chấp nhận + { $quarantined } bị cách ly + { $ignored } bỏ qua ({ $outcome })
quarantine-not-in-force = chưa có hiệu lực: bản { $id }
quarantine-nothing-to-read = không có gì để đọc lại; bản phát hành hiện hành: { $id }
quarantine-published = đã phát hành bản { $id }
quarantine-same-figures = số liệu không đổi; bản phát hành hiện hành: { $id }

## chiso preview

preview-files = tệp
preview-sheets = trang tính
preview-observations = quan sát
preview-rows = dòng, kể cả dòng tiêu đề và dòng trống
preview-format = định dạng
preview-encoding = bảng mã
preview-delimiter = dấu phân cách
preview-as-asked = theo yêu cầu
preview-first-bytes = theo các byte đầu tệp
preview-holds = tệp có `{ $text }`
preview-name-ends = tên tệp kết thúc bằng `{ $ending }`
preview-by-exclusion = phỏng đoán: không khớp loại nào khác
preview-byte-order-mark = tệp bắt đầu bằng dấu thứ tự byte
preview-every-second-byte = cứ hai byte lại có một byte bằng 0
preview-valid-utf8 = các byte đúng chuẩn UTF-8
preview-vietnamese-words = phỏng đoán: đọc theo bảng mã này thì { $good }/{ $all } từ có dấu là âm tiết tiếng Việt
preview-lines-agree = { $good }/{ $all } dòng cùng có { $columns } cột
preview-first-full-row = dòng đầu tiên có chữ ở hầu hết các cột
preview-unnamed-table = bảng
preview-figures-sum = { $number } số liệu, { $sum }
preview-sum = tổng { $sum }
preview-no-sum = chưa cộng vì chưa rõ cách viết số
preview-table-size = { $name }: { $size } (dòng × cột); { $sum }
preview-dimensions = các chiều phân tổ: { $dimensions }
preview-header-row = tiêu đề ở dòng { $row }? ({ $why })
preview-column = cột `{ $column }`: { $notation }
preview-labels = nhãn kỳ: { $labels }{ $more }
preview-digits-alone = chỉ có chữ số
preview-decimal-point = dấu chấm thập phân: { $example }
preview-decimal-comma = dấu phẩy thập phân: { $example }
preview-ambiguous = chưa rõ là hàng nghìn hay phần thập phân: { $shown }
preview-mixed = lẫn lộn: { $point } và { $comma }
preview-spaced = { $notation } nhóm cách nhau bằng dấu cách
preview-row = dòng { $row }
preview-year-to = lũy kế đến { $period }
# $unit is `preview-rows`, `preview-sheets`, `preview-files` or `preview-observations`.
preview-summary = { $name }: { $count } bảng; { $observations } { $unit }; { $figures } số liệu, { $sum }

## chiso draft
## Comments in a TOML file. TODO stays as it is in every language.

draft-head = Bản nháp lập từ `{ $name }`: { $number } dòng.
draft-head-in-part = Bản nháp lập từ `{ $name }`: { $number } dòng đầu.
draft-how-to-read = Cần điền các dòng ghi TODO; `chiso check` từ chối khi còn để trống. Mọi dòng khác là phỏng đoán, căn cứ ghi ngay bên cạnh.
draft-no-register = Không có danh mục đơn vị hành chính (không ở trong dự án, hoặc không đọc được danh mục): chưa đối chiếu địa bàn.
draft-title = tên của số liệu, ít nhất bằng một ngôn ngữ
draft-licence = giấy phép sử dụng số liệu
draft-citation = cách trích dẫn số liệu
draft-no-dimension = địa bàn và kỳ đủ để phân biệt mọi dòng
draft-some-blank = ; một số dòng để trống
draft-dimension = `{ $column }`: { $distinct } giá trị{ $blanks }
draft-same-key = TODO: không có gì phân biệt các dòng này nên sẽ bị từ chối vì trùng khóa: { $first }, { $second }
draft-value = `{ $column }`: { $figures } số liệu
draft-other-values = TODO: đã đúng cột chưa? Mỗi bộ số liệu chỉ có một cột số, tệp này còn các cột: { $columns }
draft-unit-row = dòng { $row }
draft-unit-column = tên cột
draft-unit-seen = có nêu đơn vị tính ({ $place }): `{ $text }`
draft-unit = đơn vị tính của số liệu, như "enterprises" hoặc "vnd"
draft-header-row = dòng đầu tiên có chữ ở hầu hết các cột
draft-header-again = tiêu đề lặp lại trong bảng, số dòng: { $number }, lần đầu ở dòng { $row }
draft-fill-down = ô trống lặp lại ô phía trên
draft-power = theo cột `{ $column }`
draft-multiple = tiêu đề ghi `{ $text }`: ghi đơn vị không kèm bội số này
draft-leave-out = xóa dấu # đầu dòng nếu không lấy các dòng này (ví dụ dòng tổng)
draft-dashes = số ô ghi `-`: { $number }. Các ô này được coi là không có số liệu; xóa dấu # đầu dòng nếu `-` nghĩa là số không
draft-flags = các ký hiệu này có nghĩa là số liệu không được công bố, ví dụ để bảo mật? Nếu đúng, xóa dấu # đầu dòng. Nếu không có số liệu, ghi vào `missing`. Cho đến khi khai báo, các dòng này bị cách ly: { $flags }
draft-codes = con số này có nghĩa là không có số liệu ({ $codes })? Nếu đúng, ghi { $with }; nếu không, ghi { $without }
draft-uncomputed = TODO: `{ $column }` có công thức chưa lưu kết quả, số ô: { $number }. Mở tệp bằng phần mềm bảng tính, lưu lại rồi nộp lại
draft-first-record = bản ghi đầu tiên là tiêu đề
draft-which-sheet = bảng nào? Các bảng này có cột như nhau: { $names }. Để đọc nhiều bảng cùng lúc, ghi `sheets` thay cho `sheet`
draft-which-member = tệp nào trong tệp nén? Các tệp này có cột như nhau: { $names }. Để đọc nhiều tệp cùng lúc, ghi `members` thay cho `member`
draft-which-letters = chữ nào đúng? { $read }
draft-letters-known = { $encodings }: `{ $sample }` (số tên có trong danh mục đơn vị hành chính: { $known })
draft-known-so = số tên có trong danh mục khi khai báo như vậy: { $with }; khi không khai báo: { $without }
draft-words-so = số chữ là tiếng Việt khi khai báo như vậy: { $with }; khi không khai báo: { $without }
draft-only-table = bảng duy nhất trong số { $of } có đơn vị hành chính, kỳ và số liệu
draft-no-header = dòng đầu có đơn vị hành chính, kỳ hoặc số liệu: không phải tiêu đề
draft-header-rows = dòng thứ hai là tên cột dưới tên nhóm
draft-header-fill = ô trống ở dòng trên lặp lại chữ bên trái
draft-header-members = tiêu đề cột cho biết: hãy đặt tên phù hợp hơn
draft-which-words = cho biết nghĩa của mỗi từ: `final`, `preliminary`, `estimate`, `to_date` hoặc `nothing`
draft-area-at-start = số địa bàn khớp danh mục vào ngày đầu kỳ nhiều hơn vào ngày cuối kỳ
draft-no-secret = không ghi khóa bí mật ở đây; hãy viết: { $example }
draft-copy-file = TODO: chép tệp vào vị trí này trong `datasets/`
draft-example = `{ $text }` (dòng { $row })
draft-decimal = TODO: `,` hay `.`: hàng nghìn hay phần thập phân? { $example }
draft-mixed-percent = số ô có dấu phần trăm: { $signed }; không có: { $bare }. Các ô không có dấu cũng tính theo phần trăm (`sign_or_percent`) hay là phần của một (`sign_or_fraction`)?
draft-mark = ký hiệu này nghĩa là gì? `status`, `obs_status` hoặc `note`, ví dụ { $example } (số ô có ký hiệu: { $number })
draft-unreadable-values = TODO: các ô này không phải là số theo cách viết trên, sẽ bị cách ly: { $texts }
draft-no-value-column = cột số liệu: không tìm thấy
draft-labels-status = Nhãn kỳ có ghi mức hoàn chỉnh: { $statuses }
draft-status = `final` (chính thức), `preliminary` (sơ bộ) hoặc `estimate` (ước tính)
draft-unused-columns = Các cột không dùng: { $columns }
draft-rising = số liệu tăng dần trong từng năm, số năm của các địa bàn đã xem: { $years }
draft-to-date = { $why }. TODO: mỗi số liệu có phải lũy kế từ tháng 1 không? Nếu không, ghi `period`
draft-no-area-column = địa bàn: không tìm thấy cột địa bàn
draft-areas-known = `{ $column }`: { $known }/{ $distinct } giá trị là mã hoặc tên trong danh mục
draft-areas-unknown = TODO: danh mục chưa có vào ngày của dòng, sẽ bị cách ly cho đến khi được thêm làm mã, tên hoặc tên khác: { $texts }
draft-lost-zero = TODO: thêm số 0 ở đầu thì phần lớn là mã trong danh mục: phần mềm đã đọc mã thành số. Hãy lấy cột này ở dạng chữ; không khai báo tên khác.
draft-periods-known = `{ $column }`: { $labels }/{ $distinct } giá trị là nhãn kỳ, { $first } … { $last }
draft-periods-unknown = TODO: không phải nhãn kỳ, sẽ bị cách ly: { $texts }
draft-period-written = { $columns }: cả { $read } giá trị khác nhau đều đọc được như vậy, { $first } … { $last }
draft-which-century = xác nhận hai chữ số là năm của thế kỷ này
draft-which-days = cho biết các ngày này là của kỳ nào: `month` (tháng), `quarter` (quý), `half_year` (nửa năm), `year` (năm) hay `week` (tuần)
draft-which-fiscal-year = năm tài chính hoặc tháng: ghi tháng bắt đầu năm, như "04"; nếu là tháng thì thay bằng một mẫu trong `formats`
draft-which-era = xác nhận đây là năm Phật lịch
draft-which-weeks = kiểm tra xem tuần có bắt đầu từ thứ Hai và tuần 1 có ngày 4 tháng 1 hay không (ISO 8601)
draft-header-periods = số liệu các kỳ nằm cạnh nhau: { $number } tiêu đề cột là tên kỳ: { $periods }
draft-no-period-column = kỳ của mọi dòng, như "2020": không tìm thấy cột kỳ

## chiso check

check-no-faults = không có lỗi
check-remarks-only = không có lỗi, có lưu ý ({ $number })
check-faults = { $number } lỗi

## chiso test

test-ok = đạt
test-failed = KHÔNG ĐẠT
test-summary = { $passed } đạt, { $failed } không đạt

## chiso query

query-more-rows = còn { $number } dòng; dùng --output TỆP hoặc --format csv để lấy hết
query-welcome = SQL trên các bảng đã phát hành và các bộ số liệu. Tab để gợi ý, `;` kết thúc câu lệnh, `.tables` liệt kê bảng, Ctrl-D để thoát.
query-column-table = bảng
query-column-column = cột
query-column-type = kiểu
query-column-what = nội dung

## chiso data dictionary

dictionary-table = bảng
dictionary-column = cột
dictionary-type = kiểu
dictionary-key = khóa
dictionary-content = nội dung

## chiso release list, show, diff

release-release = bản phát hành
release-known = số liệu biết đến
release-state = tình trạng
release-rows = số dòng
release-approved = người duyệt
release-last-decision = quyết định gần nhất
release-known-at = { $id }: theo số liệu biết đến ngày { $known }, chiso { $program }
release-no-difference = không khác nhau
release-column-kind = loại
release-column-name = tên
release-column-what = nội dung
release-column-column = cột
release-column-before = trước
release-column-after = sau
release-new-row = (dòng mới)
release-row-gone = (không còn)
release-rows-of-file = { $number } dòng
release-version = phiên bản { $number }
release-kind-file = tệp
release-kind-delivery = lần giao số liệu
release-kind-table = bảng
release-kind-configuration = cấu hình
release-kind-register = danh mục

## chiso release propose, approve, publish, …

approval-missing = số người khác còn phải duyệt: { $number }
approval-embargo-next = sau thời điểm đó sẽ có hiệu lực qua lệnh đầu tiên trong số `chiso{ $option } run`, `chiso{ $option } release publish` hoặc `chiso{ $option } serve`
approval-withdrawn-next = các tệp được giữ để lưu hồ sơ, kèm thông báo thu hồi; số liệu đó không được phát hành lại, trừ khi bản phát hành được đề nghị duyệt lại
approval-none = không có
approval-release-in-force = bản phát hành hiện hành: { $id }
approval-came-in-force = đã có hiệu lực: { $id }
approval-nothing-due = không có bản nào đến thời điểm có hiệu lực
approval-next = Tiếp theo:
# A list of commands follows.
approval-refused-next = sửa số liệu sai rồi chạy lại; hoặc, nếu số liệu vẫn đúng:
approval-state-candidate = chờ duyệt ({ $given }/{ $needed })
approval-state-approved = đã duyệt
approval-state-embargoed = cấm công bố đến { $time }
approval-state-in-force = hiện hành
approval-state-superseded = đã được thay thế
approval-state-rejected = không được duyệt
approval-state-withdrawn = đã thu hồi
approval-not-in-force = đây không phải bản phát hành có hiệu lực: { $id }, { $state }{ $last }

## chiso release notes
## Markdown: headings, lists and tables for the page that goes out with a release.

notes-heading = # Thuyết minh bản phát hành { $id }
notes-known = Theo số liệu biết đến ngày { $known };
notes-compared = so với bản phát hành { $id } ({ $known }).
notes-before = trước
notes-now = nay
notes-verdicts = Số kết luận, trên mọi địa giới
notes-verdict = kết luận
notes-reasons = Lý do được nêu nhiều hơn hoặc ít hơn
notes-reason = lý do
notes-flags = Lưu ý được nêu nhiều hơn hoặc ít hơn
notes-flag = lưu ý
notes-tables = Bảng có nhiều hoặc ít dòng hơn
notes-table = bảng
notes-data-received = số liệu mới nhận
notes-data-withdrawn = số liệu bị thay thế hoặc rút lại
notes-delivery = { $word }: { $dataset } `{ $path }` (lần giao `{ $delivery }`, { $day })
notes-program = chương trình: { $then } → { $now }; CHANGELOG của chương trình nêu các quy tắc đã thay đổi
notes-first-verdicts = kết luận lần đầu công bố: { $number } ({ $by_kpi })
notes-new = Điểm mới
notes-nothing-new = không có thay đổi nào về nguồn của số liệu
notes-target-change = chỉ tiêu `{ $id }` { $change }{ $columns }
notes-file-settings = thiết lập dự án
notes-file-corrections = đính chính
notes-file-repairs = bản sửa các ô không đọc được
notes-repair = bản sửa: { $dataset }, lần giao `{ $delivery }`, { $place }: "{ $expect }" { $done }; { $reason } ({ $by }, { $day })
notes-file-pipelines = công thức và chỉ số
notes-file-approvals = phê duyệt chỉ tiêu và đính chính
notes-file-areas = danh mục đơn vị hành chính
notes-file-contract = quy ước số liệu
notes-notices = Thông báo đính chính
notes-no-notice = Không có kết luận đã công bố nào thay đổi.
notes-other-reasons = Vẫn không đánh giá được, nhưng vì lý do khác
notes-lost-verdicts = Các kết luận không còn được đưa ra
notes-values = Giá trị thay đổi nhưng kết luận không đổi
notes-more = … còn { $number } trường hợp
notes-notice = { $title } – { $area } ({ $area_code }), { $period } [{ $kpi }; địa giới ngày { $boundary }]
notes-value = giá trị
notes-target = chỉ tiêu
notes-why = nguyên nhân
notes-deliveries = lần giao số liệu

## chiso release rebuild

rebuild-same = mọi tệp đều đúng như đã công bố
rebuild-differs = { $number } tệp khác hoặc bị mất

## chiso verify

verify-files = số tệp đã đối chiếu mã băm: { $files }; đã dựng lại: { $made }
verify-sound = tất cả nguyên vẹn
verify-faults = { $number } lỗi

note-project-changed = lưu ý: dự án đã thay đổi sau khi lập bản phát hành { $release }, hoặc có nội dung đang chờ phê duyệt. Kết quả này là của bản phát hành đó. `chiso run --plan` cho biết lần chạy tới sẽ thay đổi những gì.

## Errors
## `error` is the line of every error; the others are what it says.

error = lỗi: { $what }
error-faults = { $count } lỗi; chưa chạy gì
error-output = không ghi được kết quả: { $why }
error-nothing-publishable = không có gì để công bố: không lần giao số liệu nào có số liệu mà chỉ tiêu thống kê cần
error-registers = các danh mục có lỗi
error-no-release = chưa công bố gì; hãy chạy `chiso run`
error-none-in-force = không có bản phát hành nào có hiệu lực, nhưng có `{ $id }`; `chiso release list` cho biết trạng thái, `--release { $id }` để đọc
error-stopped = lần chạy bị dừng trước khi xong; lần sau sẽ chạy tiếp từ đó
error-no-lake = chưa có kho dữ liệu ở `{ $path }`; hãy chạy `chiso run`
lock-held-by-run = một lần chạy khác
lock-held-by-serve = một `chiso serve` khác
refused-no-reason = chưa ghi lý do; hãy ghi rõ, ví dụ `--reason "sai chỉ số giảm phát"`
refused-no-name = `{ $by }` không phải tên người; hãy ghi người quyết định, ví dụ `--by "Nguyễn Văn A"`
refused-twice = { $by } đã duyệt bản phát hành `{ $id }`; cần một người khác duyệt
refused-not-waiting = bản phát hành `{ $id }` không chờ duyệt: { $stands }
refused-in-force = bản phát hành `{ $id }` đang có hiệu lực; hãy thu hồi bằng `chiso release withdraw { $id }`
refused-never-in-force = bản phát hành `{ $id }` chưa từng có hiệu lực; hãy từ chối bằng `chiso release reject { $id }`
refused-not-refused = bản phát hành `{ $id }` chưa bị từ chối hay thu hồi: { $stands }
refused-not-now = không quyết định được việc này về bản phát hành `{ $id }`: { $stands }
refused-not-due = không đưa bản phát hành `{ $id }` vào hiệu lực được: { $stands }
refused-weaker-rule = không đưa bản phát hành `{ $id }` vào hiệu lực được: khi tạo bản này, `[approval]` đòi hỏi ít hơn hiện nay; `chiso run` tạo bản cùng số liệu theo quy định hiện nay
refused-no-pipeline = không có quy trình `{ $id }`
refused-no-schedule = quy trình `{ $id }` không có `schedule` nên không có gì để tạm dừng
refused-paused = { $by } đã tạm dừng quy trình `{ $id }`
refused-not-paused = quy trình `{ $id }` không bị tạm dừng
refused-waits = quy trình `{ $id }` sắp chạy rồi
refused-no-person = không có ai tên `{ $name }` được đăng nhập
refused-no-token = `{ $name }` không có mã truy cập: hãy xóa người này khỏi access.toml
stand-approvals = đã có { $given }/{ $needed } lượt duyệt{ $by }
stand-approved = đã được duyệt; `chiso release publish` đưa bản này vào hiệu lực
stand-embargoed = đã được duyệt và cấm công bố đến { $until }
stand-in-force = đang có hiệu lực
stand-superseded = đã có bản khác thay thế
stand-rejected-by = { $by } đã từ chối: { $why }; `chiso release propose { $id }` đề nghị duyệt lại
stand-rejected = đã bị từ chối; `chiso release propose { $id }` đề nghị duyệt lại
stand-withdrawn-by = { $by } đã thu hồi: { $why }; `chiso release propose { $id }` đề nghị duyệt lại
stand-withdrawn = đã bị thu hồi; `chiso release propose { $id }` đề nghị duyệt lại
error-locked = kho dữ liệu ở `{ $path }` đang bị khóa bởi { $by }{ $holder }; hãy chờ hoặc dừng tiến trình đó
error-kpi = không có chỉ số `{ $id }`
error-kpi-near = không có chỉ số `{ $id }`; có phải `{ $near }` không?
error-area = không có địa bàn `{ $area }` vào ngày { $day }
error-area-ambiguous = `{ $area }` có thể là { $codes } vào ngày { $day }; hãy ghi mã
error-period = không có kết luận nào của kỳ { $period }; có kết luận của { $known }

## The site
## What the pages of `chiso serve` say.

site-no-page = Không có trang nào ở địa chỉ này.
site-not-here = Không có trang này
site-first-page = Về trang đầu
site-unreadable = Hiện không đọc được bản phát hành. Xin thử lại sau.
site-broken = Không tạo được trang.
site-nothing-published = Chưa có số liệu nào được công bố.
site-no-release = Chưa từng công bố bản nào có tên này.
site-no-file = Bản phát hành không có tệp này.
site-no-kpi = Bản phát hành không có kết luận về chỉ số này theo địa giới đã chọn.
site-no-verdict = Bản phát hành không có kết luận về chỉ số, địa bàn và kỳ này theo địa giới đã chọn.
site-not-known = Không còn tính lại được các số liệu làm nên kết luận này ở đây. Các tệp đã công bố vẫn có đủ.
site-superseded = Đã có bản phát hành mới hơn. Số liệu có thể đã được điều chỉnh.
site-withdrawn = Bản phát hành này bị thu hồi ngày { $when }: { $why }
site-see-latest = Xem trang này trong bản hiện hành
site-skip = Tới nội dung chính
site-navigation = Các trang
site-language = Tiếng Việt
site-releases = Các bản phát hành
site-releases-sentence = Đã công bố { $count } bản. Mọi địa chỉ của từng bản được giữ nguyên.
site-release = Bản phát hành
site-known = Số liệu biết đến ngày
site-became = Tình trạng
site-view-text = Chỉ văn bản
site-view-pictures = Có hình
site-cite = Trích dẫn:
site-citation = { $project }: { $title }. Bản phát hành { $release }, số liệu biết đến ngày { $known }.
site-citation-of-all = { $project }. Bản phát hành { $release }, số liệu biết đến ngày { $known }.
site-method = Số liệu thiếu được ghi là thiếu và không bao giờ tính là 0. Mỗi kết luận đều chỉ rõ ô số liệu gốc.
site-home-sentence = { $kpis } chỉ số của { $areas } địa bàn, theo số liệu biết đến ngày { $known }.
site-scoreboard = Bảng kết quả
site-kpis = Chỉ số
site-areas = Địa bàn
site-files = Dữ liệu
site-files-are = Các bảng công bố ở dạng tệp Parquet, kèm từ điển các cột.
site-boundary = Địa giới ngày
site-period = Kỳ
site-members = Phân tổ
site-total = Tổng số
site-target = Chỉ tiêu
site-projection = Dự báo đến cuối kỳ
site-projected = { $value } (từ { $low } đến { $high })
site-margin = Chênh lệch so với chỉ tiêu
site-current = Số liệu
site-base = So với
site-value = Giá trị
site-verdict = Kết luận
site-remarks = Lý do và lưu ý
site-how = Vì sao có kết luận này
site-take-along = Tải về đúng những gì hiển thị ở đây
site-csv = CSV
site-xlsx = XLSX
site-parquet = Parquet
site-svg = hình (SVG)
site-sheet-cite = Trích dẫn
site-area-sentence = { $period }: { $area } có { $count } chỉ tiêu: { $parts }.
site-area-without-target = { $area } có số liệu { $period } nhưng không có chỉ tiêu.
site-areas-sentence = { $period }: { $count } chỉ tiêu của các địa bàn: { $parts }.
site-areas-without-target = Số liệu { $period } của { $count } địa bàn, không có chỉ tiêu.
site-verdict-sentence = { $area }, { $period }: { $value }, chỉ tiêu { $target }. Kết luận: { $verdict }.
site-verdict-without-target = { $area }, { $period }: { $value }. Kết luận: { $verdict }.
site-picture = Giá trị theo kỳ; vạch ngang là chỉ tiêu.
site-similar = Các địa bàn có quy mô tương đương ({ $measure }, { $period })
site-size = Quy mô
site-compare = So sánh với các địa bàn khác
site-compare-with = Tên hoặc mã của tối đa 8 địa bàn, cách nhau bằng dấu chấm phẩy
site-compare-show = So sánh
site-compare-unknown = Không hiển thị vì ở đây không có địa bàn nào mang tên hoặc mã đó, hoặc đã quá 8 địa bàn:
site-all-areas = Tất cả địa bàn
site-area = Địa bàn
site-level = Cấp
site-ranked = Các địa bàn xếp theo giá trị, dạng chấm
site-sorted-by = Sắp xếp theo
site-sort-value = giá trị
site-sort-name = tên
site-sort-verdict = kết luận
site-left-out = Số địa bàn không liệt kê ở đây nhưng có trong tệp
site-over-time = Chỉ số này theo thời gian và ở mọi địa bàn
site-legal-basis = Căn cứ quyết định
site-note = Ghi chú
site-revisions = Kết luận này trước khi được điều chỉnh
site-unused = Số liệu không được dùng
site-instead-of = Thay cho
site-figure = Số liệu
site-gives = Kết quả nếu dùng
site-cells = Các ô
site-file = Tệp
site-row = Dòng
site-column = Cột
site-received = Như đã nhận
site-cells-more = Số ô không liệt kê ở đây (chiso explain --format json liệt kê đầy đủ)
site-source = Nguồn
site-no-area = Bản phát hành không có địa bàn mang mã này.
site-areas-count = { $count } địa bàn theo địa giới ngày { $day } và { $former } địa bàn không còn tồn tại.
site-former-areas = Địa bàn không còn tồn tại
site-until = đến
site-areas-left-out = Số địa bàn không liệt kê ở đây, xem từ trang của địa bàn cấp trên
site-map-of-areas = Bản đồ các địa bàn: mỗi địa bàn là một ô cùng kích thước, không phụ thuộc diện tích
site-map-of-verdicts = Kết luận trên bản đồ
site-no-verdicts-here = Không có kết luận về địa bàn này theo địa giới đã chọn.
site-area-later = { $area } tồn tại từ { $first }, không có trong địa giới đã chọn.
site-area-ended = { $area } tồn tại đến { $last }. Không có ghi nhận về địa bàn kế thừa.
site-area-became = { $area } tồn tại đến { $last }. Theo địa giới đã chọn, địa bàn này thuộc:
site-this-area = Thông tin về địa bàn
site-area-code = Mã
site-part-of = Thuộc
site-first-day = Ngày đầu tiên trong danh mục
site-last-day = Ngày cuối cùng
site-came-from = Hình thành từ
site-became-areas = Đã trở thành
site-areas-below = Các địa bàn trực thuộc
site-merged = sáp nhập
site-split = chia tách
site-transferred = điều chuyển một phần địa giới
site-renamed = đổi tên
site-studies = Cải cách và kết quả
site-no-studies = Bản phát hành không có nghiên cứu nào.
site-studies-sentence = { $count } mối liên hệ được công bố là mối chính trước khi tính: { $settled } vượt mức ngẫu nhiên (q không quá { $bound }), { $refused } không được tính.
site-no-study = Bản phát hành không có cặp kết quả và điểm này.
site-study-sentence = { $score } và { $outcome }: { $words }.
site-outcome = Kết quả
site-score = Điểm
site-design = Thiết kế
site-lag = Độ trễ (kỳ)
site-coefficient = Hệ số
site-interval = Khoảng tin cậy 95 %
site-pairs = Số cặp
site-in-words = Diễn giải
site-refused = không được tính
site-primary = mối chính
site-influence = Khi bỏ một địa bàn
site-regional = Khi loại phần chung của vùng
site-study-rows = Mọi dòng đã tính của cặp kết quả và điểm này
site-catalogue = Danh mục dữ liệu
site-catalogue-sentence = Bản phát hành này dựa trên { $count } bộ dữ liệu và { $deliveries } lần giao số liệu, biết đến ngày { $known }.
site-words = Các từ dùng trong bảng công bố
site-words-sentence = Các bảng công bố dùng { $count } từ. Trang này giải thích từng từ.
site-reasons = Lý do không đánh giá được
site-flags = Lưu ý về giá trị
site-status = Trạng thái số liệu
site-datasets = Các bộ dữ liệu
site-dataset = Bộ dữ liệu
site-deliveries = Các lần giao số liệu
site-last-published = Công bố gần nhất
site-last-received = Tiếp nhận gần nhất
site-licence = Giấy phép
site-holds = Nội dung
site-no-dataset = Bản phát hành không dựa trên bộ dữ liệu nào có tên này.
site-dataset-sentence = { $title }: bản phát hành này biết { $count } lần giao số liệu, đến ngày { $known }.
site-sources = Các nguồn
site-contract = Quy ước số liệu của mỗi dòng
site-kind = Loại
site-unit = Đơn vị tính
site-column-key = khóa
site-column-record = cột của bản ghi
site-column-dimension = chiều phân tổ
site-column-value = giá trị
site-column-attribute = thuộc tính
site-type-integer = số nguyên
site-type-decimal = số có tối đa sáu chữ số thập phân
site-type-date = ngày
site-type-text = văn bản
site-no-deliveries = Chưa có số liệu nào được giao.
site-published = Ngày công bố
site-fetched = Ngày nhận
site-counts = Sử dụng
site-counts-now = đang dùng
site-counts-before = đã có lần giao sau thay thế
site-deliveries-left-out = Số lần giao cũ hơn không liệt kê ở đây
site-kpi = Chỉ số
site-why = Nguyên nhân
site-changes = Thay đổi
site-notices = Thông báo đính chính
site-feed = Các bản phát hành ở dạng Atom
site-first-release = Trước bản này không có bản phát hành nào có hiệu lực nên không có gì để so sánh.
site-changes-sentence = { $count } kết luận đã công bố khác với bản phát hành { $before } có hiệu lực trước đó.
site-changes-stayed = { $count } kết luận giữ nguyên nhưng có giá trị hoặc lý do khác.
site-changes-left-out = Số thông báo không liệt kê ở đây
site-operations = Vận hành
site-operations-sentence = Bản chờ duyệt: { $waiting }. Lỗi: { $faults }. Quan sát bị cách ly: { $quarantined }.
site-waiting = Chờ duyệt
site-faults = Các lỗi
site-due = Các quy trình
site-pipeline = Quy trình
site-next-due = Đến hạn tiếp theo
site-state = Trạng thái
site-job-runs = đang chạy
site-job-waits = đang chờ
site-run-or-pause = Chạy hoặc tạm dừng
site-run-now = Chạy ngay
site-pause = Tạm dừng
site-resume = Cho chạy lại
site-arrivals = Số liệu đến hạn và đã giao
site-areas-more = Số địa bàn không liệt kê ở đây
site-quarantine = Đang cách ly
site-rule = Quy tắc
site-what-is-wrong = Sai ở đâu
site-quarantine-more = Số quan sát không liệt kê ở đây (xem bằng chiso quarantine list)
site-repair = Sửa ô
site-repair-value = Đọc thay bằng
site-repair-drop = Không dùng quan sát này
site-repair-one = Hãy ghi nội dung đọc thay cho ô, hoặc chọn không dùng quan sát: chỉ một trong hai.
site-repair-gone = Quan sát này không còn bị cách ly. Chưa có gì thay đổi.
site-repaired = Lần chạy sau đọc là:
site-persons = Những người được đăng nhập
site-person = Họ tên
site-role = Vai trò
site-way-in = Cách đăng nhập
site-window = Từ – đến
site-here-now = Đang đăng nhập
site-by-token = bằng mã truy cập
site-by-proxy = qua máy chủ trung gian
site-shut-out = đã thu hồi quyền
site-revoke = Thu hồi quyền
site-done = Các quyết định và thao tác
role-reader = người xem
role-operator = người vận hành
role-approver = người duyệt
role-admin = quản trị viên
site-runs = Các lần chạy
site-began = Bắt đầu
site-ended = Kết thúc
site-sign-in = Đăng nhập
site-sign-in-sentence = Dành cho người của cơ quan: xem bản chưa công bố và quyết định về bản đó.
site-token = Mã truy cập
site-token-unknown = Mã truy cập này không của ai. Hãy xin mã mới từ người quản lý access.toml.
site-token-not-now = Mã truy cập này hiện không có hiệu lực. Hãy hỏi người quản lý access.toml.
site-token-too-many = Đã nhập sai mã quá nhiều lần. Hãy thử lại sau một phút.
site-token-refused-log = có người từ { $client } đăng nhập trang bằng một mã truy cập không được chấp nhận
site-signed-in-as = Đang đăng nhập với tên
site-sign-out = Đăng xuất
site-approve = Duyệt
site-reject = Không duyệt
site-withdraw = Thu hồi
site-reason = Lý do
site-remark = Ghi chú
site-not-allowed = Vai trò của bạn không cho phép việc này. Chưa có gì thay đổi.
site-form-old = Biểu mẫu này không còn hiệu lực. Chưa có gì thay đổi: hãy mở lại trang và gửi lại.
site-form-long = Biểu mẫu quá dài. Chưa có gì thay đổi: hãy viết ngắn hơn.
site-not-done = Chưa thực hiện
site-not-done-log = Không thực hiện được. Nhật ký của `chiso serve` cho biết lý do.
site-locked = Đang có một lần chạy hoặc quyết định khác. Chưa có gì thay đổi: hãy thử lại sau giây lát.
site-too-often = Địa chỉ của bạn gửi quá nhiều yêu cầu. Hãy thử lại sau { $seconds } giây.
site-in-force-now = Bản đang có hiệu lực là { $id }.
site-none-in-force = Chưa có bản nào có hiệu lực.
site-not-published = Bản này chưa công bố. Chỉ người của cơ quan xem được.

## chiso token

token-add = Thêm đoạn sau vào access.toml trong thư mục của dự án:
token-give = Trao mã truy cập sau cho người đó. Mã chỉ hiện lần này và không được lưu ở đâu:

## chiso serve, the API
## What programs that ask read of a fault. Names in backticks are written as they are.

api-no-address = Không có gì ở địa chỉ này. `{ $root }` liệt kê những gì có.
api-read-only = API chỉ để đọc: hãy dùng GET.
api-not-acceptable = Không có câu trả lời ở dạng này. Hãy yêu cầu `application/json`, hoặc `text/csv` khi kết quả là các dòng.
api-no-release = Chưa từng công bố bản nào có tên này. `/api/v1/releases` liệt kê các bản đã công bố.
api-query-too-long = Câu hỏi quá dài. Hãy viết dưới { $most } byte.
api-not-utf8 = Câu hỏi không phải là UTF-8. Hãy mã hóa bằng UTF-8 với `%`.
api-twice = Tham số `{ $name }` có hai lần. Hãy ghi một lần.
api-missing = Thiếu tham số `{ $name }` ({ $doc }).
api-unknown-parameter = Ở đây không có tham số `{ $name }`. Có các tham số: { $known }.
api-bad-value = Tham số `{ $name }` không nhận giá trị này: { $asked }.
api-harmful-value = hãy viết không quá { $most } byte và không dùng ký tự điều khiển
api-one-of = hãy viết một trong các từ { $words }
api-between = hãy viết số nguyên từ { $least } đến { $most }
api-a-day = hãy viết ngày ở dạng 2025-07-01
api-a-moment = hãy viết ngày ở dạng 2021-01-31, hoặc thời điểm ở dạng 2021-01-31T09:00:00+07:00
api-a-period = hãy viết 2020, 2020-Q3, 2020-09 hoặc 2020-04-01/P1Y, hoặc tên của năm tài chính
api-a-breakdown = hãy viết chiều phân tổ và mã thành phần, ví dụ `sector=A`; để trống nếu là số tổng
api-not-empty = hãy viết tên hoặc mã, hoặc bỏ tham số này
api-no-boundary = Bản phát hành không có số liệu theo địa giới ngày { $day }. Có số liệu theo địa giới các ngày { $days }.
api-cursor-alone = Trang tiếp theo thuộc về một bản phát hành. Hãy dùng nguyên đường dẫn đến trang đó: đường dẫn có tên bản phát hành.
api-not-published = Bản phát hành không có `{ $what }`: chương trình tạo ra bản đó chưa công bố nội dung này. Hãy hỏi bản mới hơn.
api-unknown-name = Bản phát hành không có `{ $name }` (tham số `{ $what }`).
api-area-not-there = Ngày { $day } không có `{ $area }`, và không có ghi chép nơi này đã thành địa bàn nào. Hãy chọn địa giới khác.
api-area-became = Ngày { $day } không có `{ $area }`. Khi đó nơi này thuộc { $names }. Hãy hỏi địa bàn đó, hoặc chọn địa giới khác.
api-claim-parts = Hãy viết nhận định thành một câu ở `claim`, hoặc ghi `kpi` hay `measure` cùng với `area`, `period` và một trong hai tham số `value`, `verdict` (chỉ với `kpi`).
api-area-ambiguous = Nhiều địa bàn có tên này: { $areas }. Hãy ghi mã của địa bàn cần hỏi.
api-claim-or-parts = Hãy ghi nhận định thành một câu ở `claim` hoặc ghi từng phần, không ghi cả hai.
api-claim-number = `{ $text }` không phải là số theo cách viết của chương trình: dùng dấu chấm thập phân, không phân nhóm, đơn vị ở sau, ví dụ `25.8 %`, `26135` hoặc `279300 bn VND`.
api-claim-unit = Số liệu có đơn vị `{ $unit }`, khác với đơn vị của nhận định. Hãy ghi số theo đơn vị đó.
api-claim-targets = Chỉ số, địa bàn và kỳ này có nhiều chỉ tiêu được giao với kết luận khác nhau. Hãy nhận định về giá trị, hoặc xem từng kết luận bằng `scorecard`.
api-claim-no-area = Câu phải nêu đúng một địa bàn theo tên trong danh mục.
api-claim-no-period = Câu phải nêu đúng một kỳ, ví dụ năm 2020, quý III/2020 hoặc tháng 9 năm 2020. Với kỳ khác, hãy ghi từng phần của nhận định.
api-claim-no-number = Câu phải có đúng một số, chỉ hiểu được theo một cách. Nếu không, hãy ghi từng phần của nhận định.
api-claim-negation = Câu có ý phủ định. Hãy viết thành câu khẳng định.
api-claim-change = Câu chỉ được nói về một thay đổi, theo một cách, ví dụ `giảm 5 %` hoặc `tăng hơn 5 %`. Nếu không, hãy ghi từng phần của nhận định.
api-claim-no-subject = Không rõ câu nói về chỉ số nào. Hãy dùng đủ các từ trong tên chỉ số và không dùng từ khác, hoặc ghi từng phần của nhận định.
api-claim-words = Không hiểu các từ này của câu: { $words }. Hãy chỉ dùng các từ trong tên chỉ số, hoặc ghi từng phần của nhận định.
api-claim-true = Đúng. { $what }: { $now }. Nhận định là { $claim }.
api-claim-false = Sai. { $what }: { $now }. Nhận định là { $claim }.
api-claim-revised = Trước đây đúng, đã điều chỉnh ngày { $when }. { $what }: { $now }, trước đó { $before }.
api-claim-not-assessable = Không đánh giá được. { $what }: { $why }.
api-claim-unknown = Không có số liệu. Bản phát hành không có số liệu về { $what }.
api-claim-percent = Số này được hiểu là tỷ số. Nếu là phần trăm, hãy viết `{ $text } %`.

## Words of claims
## What sentences are read by: lists of words, with a comma and a space between them. Keep each list in small letters.

claim-words-thousand = nghìn, ngàn
claim-words-million = triệu
claim-words-billion = tỷ, tỉ
claim-words-trillion = nghìn tỷ, nghìn tỉ, ngàn tỷ, ngàn tỉ
claim-words-points = điểm phần trăm, điểm %
claim-words-percent = phần trăm, %
claim-words-vnd = đồng, vnđ
claim-words-at-least = không thấp hơn, không dưới, không ít hơn, không kém, ít nhất, tối thiểu
claim-words-at-most = không quá, không vượt quá, không cao hơn, nhiều nhất, tối đa
claim-words-over = hơn, trên
claim-words-under = dưới
claim-words-compared = so với
claim-words-previous = so với năm trước
claim-words-year = năm
claim-words-month = tháng
claim-words-months = tháng một, tháng hai, tháng ba, tháng tư, tháng năm, tháng sáu, tháng bảy, tháng tám, tháng chín, tháng mười, tháng mười một, tháng mười hai
claim-words-quarter = quý
claim-words-empty = của, có, là, được, đã, trong, tại, ở, vào, số, các, đạt, trên địa bàn, tỉnh
claim-words-change = tốc độ tăng trưởng, tốc độ tăng, tăng trưởng, thay đổi
claim-words-rise = tăng
claim-words-decline = giảm
claim-words-negation = không, chưa, chẳng, trừ
site-place = Vị trí
site-remedy = Cách khắc phục
site-faults-more = Số lỗi không liệt kê ở đây (xem bằng chiso query "select * from ops_findings")

## Ý nghĩa các quy tắc mà lần giao số liệu vi phạm

fault-unreadable = Không đọc được tệp
fault-truncated = Tệp bị cụt giữa chừng
fault-no-such-part = Tệp không có trang tính hoặc phần này
fault-source-unreadable = Không đọc được dữ liệu từ nguồn
fault-column-missing = Thiếu cột đã khai báo
fault-missing-column = Thiếu cột bắt buộc
fault-new-column = Có cột chưa khai báo
fault-repeated-column = Cột bị lặp lại
fault-ambiguous-column = Không rõ cột nào được nói đến
fault-nameless-column = Cột không có tên
fault-another-header = Dòng tiêu đề khác với khai báo
fault-no-header = Không có dòng tiêu đề
fault-html-page = Nhận được trang web thay vì tệp số liệu
fault-decode-limit = Đọc tệp cần nhiều bộ nhớ hoặc thời gian hơn mức cho phép
fault-not-a-number = Ô không phải là số
fault-ambiguous-number = Con số có thể đọc theo hai cách
fault-ambiguous-numbers = Các con số có thể đọc theo hai cách
fault-mixed-numbers = Các con số được viết theo nhiều cách
fault-mixed-percent = Một cột lẫn số phần trăm và số thường
fault-too-precise = Số có nhiều chữ số thập phân hơn mức cho phép
fault-out-of-range = Số nằm ngoài khoảng cho phép
fault-undeclared-mark = Có ký hiệu chưa khai báo thay cho số
fault-undeclared-marks = Có các ký hiệu chưa khai báo thay cho số
fault-figure-with-note = Ô số liệu có kèm ghi chú
fault-null = Ô trống ở chỗ không được trống
fault-not-one-of = Giá trị không thuộc danh sách cho phép
fault-new-value = Xuất hiện giá trị mới không được phép
fault-member-not-valid = Thành phần không tồn tại trong kỳ này
fault-unknown-area = Đơn vị hành chính không có trong danh mục
fault-unknown-unit = Không rõ đơn vị tính
fault-unit-mult-differs = Bội số đơn vị khác với khai báo
fault-bad-period = Không đọc được kỳ số liệu
fault-ambiguous-period = Kỳ số liệu có thể hiểu theo hai cách
fault-bad-known-from = Không đọc được ngày công bố
fault-ragged-row = Dòng có số ô khác dòng tiêu đề
fault-no-observations = Không tìm thấy số liệu nào
fault-no-records = Không tìm thấy bản ghi nào
fault-quarantine-limit = Quá nhiều ô lỗi nên không nhận lần giao này
fault-shrunken = Số dòng ít hơn nhiều so với trước
fault-many-gone = Nhiều dòng trước đây có nay không còn
fault-same-bytes = Cùng một tệp được gửi dưới tên khác
fault-repeats-previous-year = Biểu lặp lại số liệu của năm trước
fault-concept-differs = Nội dung trong tệp khác với khai báo
fault-code-lost-zero = Mã bị mất số 0 ở đầu
fault-correction-stale = Bản đính chính không còn khớp với số đã báo cáo
fault-correction-unmatched = Bản đính chính không khớp số liệu nào
fault-repair-unmatched = Bản sửa ô không khớp ô nào
fault-approval-missing = Còn thiếu phê duyệt
fault-rollup-failed = Không tổng hợp được số liệu của chỉ tiêu

//! The operational tables: what was delivered, found, due and run. They move with the clock, so
//! they stand apart from releases.

use super::table_spec::ColumnType::{BigInt, Text, Timestamp};
use super::table_spec::{TableSpec, table};

/// The operational tables. They move with the clock, so they stand apart from releases.
#[must_use]
pub fn ops_tables() -> Vec<TableSpec> {
    vec![deliveries(), findings(), arrivals(), runs()]
}

fn deliveries() -> TableSpec {
    table(
        "deliveries",
        "every delivery that was landed, with its row accounting: read = accepted + \
                quarantined + ignored",
        &[(
            "delivery",
            Text,
            "id: first 12 hex digits of the SHA-256, with r2, r3 … when the same bytes came \
                    again after others",
            "mã lần giao số liệu: 12 chữ số thập lục phân đầu của mã băm SHA-256, kèm r2, r3 … \
                    khi cùng nội dung được giao lại sau nội dung khác",
        )],
        &[
            ("dataset", Text, "dataset id", "mã bộ số liệu"),
            (
                "sha256",
                Text,
                "SHA-256 of the bytes",
                "mã băm SHA-256 của nội dung",
            ),
            (
                "fetched_at",
                Timestamp,
                "when it was landed",
                "thời điểm tiếp nhận (giờ UTC)",
            ),
            (
                "published_at",
                Timestamp,
                "when the provider published it, if known",
                "thời điểm nơi cung cấp công bố, nếu biết (giờ UTC)",
            ),
            (
                "read",
                BigInt,
                "observations read, after unpivoting",
                "số quan sát đã đọc, sau khi chuyển sang dạng dọc",
            ),
            (
                "accepted",
                BigInt,
                "observations that became rows",
                "số quan sát được chấp nhận",
            ),
            (
                "quarantined",
                BigInt,
                "observations kept aside as bad",
                "số quan sát bị cách ly do có lỗi",
            ),
            (
                "ignored",
                BigInt,
                "cells that mean no figure",
                "số ô không có số liệu",
            ),
            (
                "outcome",
                Text,
                "accepted, refused or unreadable",
                "kết quả: chấp nhận (accepted), từ chối (refused) hoặc không đọc được \
                        (unreadable)",
            ),
        ],
    )
}

fn findings() -> TableSpec {
    table(
        "findings",
        "faults by delivery and rule, with the first place",
        &[
            (
                "delivery",
                Text,
                "delivery, empty when none was landed",
                "lần giao số liệu; để trống khi chưa tiếp nhận được",
            ),
            ("rule", Text, "rule broken", "quy tắc bị vi phạm"),
            ("place", Text, "where first seen", "nơi phát hiện lần đầu"),
        ],
        &[
            (
                "severity",
                Text,
                "info, warning or error",
                "mức độ: thông tin (info), cảnh báo (warning) hoặc lỗi (error)",
            ),
            (
                "count",
                BigInt,
                "how many share it",
                "số trường hợp cùng lỗi",
            ),
            (
                "example_part",
                Text,
                "sheet or member of the first",
                "trang tính hoặc tệp thành phần của trường hợp đầu tiên",
            ),
            (
                "example_row",
                BigInt,
                "row of the first, from 1",
                "số dòng của trường hợp đầu tiên, tính từ 1",
            ),
            (
                "example_col",
                Text,
                "column of the first",
                "cột của trường hợp đầu tiên",
            ),
            (
                "example_raw",
                Text,
                "text of the first as it stood",
                "nội dung nguyên văn của trường hợp đầu tiên",
            ),
        ],
    )
}

fn arrivals() -> TableSpec {
    table(
        "arrivals",
        "what was due from whom and what came, at the moment it was written",
        &[
            ("dataset", Text, "dataset id", "mã bộ số liệu"),
            ("area_code", Text, "area code", "mã đơn vị hành chính"),
            ("period", Text, "period", "kỳ số liệu"),
        ],
        &[
            (
                "due_at",
                Timestamp,
                "when it was due, grace not included",
                "thời hạn, chưa kể thời gian gia hạn (giờ UTC)",
            ),
            (
                "arrived_at",
                Timestamp,
                "when the first delivery that brought it was landed",
                "thời điểm tiếp nhận lần giao đầu tiên có số liệu (giờ UTC)",
            ),
            (
                "state",
                Text,
                "on_time, late, due, overdue, partial, shrunken or wrong_type",
                "tình trạng: đúng hạn (on_time), muộn (late), đến hạn (due), quá hạn \
                        (overdue), chưa đủ (partial), bị hụt (shrunken) hoặc sai loại (wrong_type)",
            ),
            (
                "delivery",
                Text,
                "the first delivery that brought it, or the one refused in its place",
                "lần giao đầu tiên có số liệu, hoặc lần giao bị từ chối thay vào đó",
            ),
            (
                "rows",
                BigInt,
                "rows that came, each figure once",
                "số dòng đã nhận, mỗi số liệu tính một lần",
            ),
            ("expected_rows", BigInt, "rows expected", "số dòng phải có"),
            (
                "reason",
                Text,
                "why it stands as it does, empty when on time or due",
                "lý do; để trống khi đúng hạn hoặc chưa đến hạn",
            ),
        ],
    )
}

fn runs() -> TableSpec {
    table(
        "runs",
        "every run, and every decision about a due time that no run tells",
        &[(
            "run",
            Text,
            "run id; `decision-N` where there was no run",
            "mã lần chạy; `decision-N` khi không có lần chạy",
        )],
        &[
            (
                "pipeline",
                Text,
                "pipeline id, empty for all",
                "mã quy trình; để trống khi chạy tất cả",
            ),
            ("due_at", Timestamp, "when it was due", "thời hạn (giờ UTC)"),
            (
                "started_at",
                Timestamp,
                "when it began",
                "thời điểm bắt đầu (giờ UTC)",
            ),
            (
                "finished_at",
                Timestamp,
                "when it ended",
                "thời điểm kết thúc (giờ UTC)",
            ),
            (
                "decision",
                Text,
                "run (by hand), ran, retried, missed, skipped_overlap, superseded, failed, \
                        aborted or waited",
                "quyết định: chạy thủ công (run), đã chạy theo lịch (ran), chạy lại (retried), bỏ lỡ (missed), bỏ qua do trùng (skipped_overlap), \
                     được lần sau thay thế (superseded), thất bại hẳn (failed), bị ngắt (aborted), \
                     chờ (waited)",
            ),
            ("reason", Text, "why", "lý do"),
            (
                "release",
                Text,
                "release that it ended with: in force, or waiting for approval",
                "bản phát hành sau lần chạy: có hiệu lực hoặc chờ duyệt",
            ),
            (
                "outcome",
                Text,
                "published, proposed, unchanged, partial, failed or aborted",
                "kết quả: đã phát hành (published), chờ duyệt (proposed), không đổi \
                        (unchanged), một phần (partial), thất bại (failed) hoặc bị ngắt (aborted)",
            ),
        ],
    )
}

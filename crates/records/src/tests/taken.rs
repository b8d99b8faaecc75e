//! Text to columns.

use super::{gathered, receipts, rows};
use std::fmt::Write;

const TEXT: &str = "02,a,2026-01-31,tax,10
Hà Nội,b,2026-02-01,fee,0.5
01,c,2026-01-02,tax,-
01,d,2026-01-02,fee,7.25
";

#[test]
fn records_stand_by_month_area_and_code_whatever_memory_there_is() {
    for room in [0, 50, 1 << 20] {
        let found = gathered(&receipts(), TEXT, room, |g| (g.read(), g.areas(), rows(g))).unwrap();
        let wanted = [
            "01 d 2026-01-02 fee 7.25 false 5",
            "01 c 2026-01-02 tax  false 4",
            "02 a 2026-01-31 tax 10.00 false 2",
            "01 b 2026-02-01 fee 0.50 false 3",
        ];
        assert_eq!(found, (4, 2, wanted.map(str::to_owned).to_vec()));
    }
}

#[test]
fn only_what_is_at_fault_becomes_an_object() {
    let text = "01,a,2026-01-31,tax,-1
09,b,2026-01-31,tax,1
01,c,2026-02-30,tax,1
01,d,2026-01-31,taxes,x
01,e,2026-01-31,tax
01,,2026-01-31,tax,1
";
    let look = |g: &crate::Gathered<'_>| {
        let fault =
            |f: &crate::RecordFault| format!("{} {} `{}` {}", f.row, f.column, f.raw, f.fault.rule);
        (
            g.read(),
            g.faults().iter().map(fault).collect::<Vec<_>>(),
            rows(g),
        )
    };
    let (read, faults, rows) = gathered(&receipts(), text, 1 << 20, look).unwrap();
    assert_eq!(read, 6);
    assert_eq!(
        faults,
        [
            "2 amount `-1` out_of_range",
            "3 area `09` unknown_area",
            "4 paid_on `2026-02-30` bad_date",
            "5 kind `taxes` not_one_of",
            "6  `01 | e | 2026-01-31 | tax` ragged_row",
            "7 id `` null",
        ]
    );
    // What is known of a record at fault says which figures it is missing from.
    assert_eq!(
        rows,
        [
            "01 d 2026-01-31   true 5",
            "01 a 2026-01-31 tax  true 2",
            "01  2026-01-31 tax 1.00 true 7",
        ]
    );
}

#[test]
fn a_key_stands_once() {
    let text = "01,a,2026-01-31,tax,1
01,b,2026-01-31,tax,2
02,a,2026-03-01,fee,3
01,b,2026-01-31,tax,2.00
";
    let look = |g: &crate::Gathered<'_>| {
        let fault = |f: &crate::RecordFault| format!("{}: {}", f.row, f.fault.message);
        (g.faults().iter().map(fault).collect::<Vec<_>>(), rows(g))
    };
    for room in [0, 1 << 20] {
        let (faults, rows) = gathered(&receipts(), text, room, look).unwrap();
        assert_eq!(
            faults,
            [
                "2: row 4 has the same key (a) and says something else; neither is used",
                "4: row 2 has the same key (a) and says something else; neither is used",
                "5: row 3 says the same under the same key (b); the first is used",
            ]
        );
        assert_eq!(
            rows,
            [
                "01 a 2026-01-31 tax 1.00 true 2",
                "01 b 2026-01-31 tax 2.00 false 3",
                "02 a 2026-03-01 fee 3.00 true 4",
            ]
        );
    }
}

#[test]
fn pieces_give_what_the_whole_gives() {
    let mut text = String::new();
    for n in 0..300_000u32 {
        let (month, day) = (n * 7 % 12 + 1, n * 11 % 28 + 1);
        let kind = if n % 3 == 0 { "tax" } else { "fee" };
        writeln!(
            text,
            "0{},r{n},2026-{month:02}-{day:02},{kind},{n}.5",
            n % 2 + 1
        )
        .unwrap();
    }
    let whole = gathered(&receipts(), &text, usize::MAX, rows).unwrap();
    assert!(text.len() > 2 * (4 << 20), "several pieces");
    let spilt = gathered(&receipts(), &text, 1 << 16, rows).unwrap();
    assert!(whole == spilt);
    assert_eq!(whole.len(), 300_000);
    let mut lines: Vec<u64> = whole
        .iter()
        .map(|r| r.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    lines.sort_unstable();
    assert!(lines.into_iter().eq(2..300_002));
    let order = |row: &String| {
        let cells: Vec<&str> = row.split(' ').collect();
        (
            cells[2][..7].to_owned(),
            cells[0].to_owned(),
            cells[3].to_owned(),
        )
    };
    assert!(whole.is_sorted_by_key(order));
}

#[test]
fn a_large_group_is_given_a_part_at_a_time() {
    let mut text = String::new();
    for n in 0..250_000 {
        writeln!(text, "01,r{n},2026-01-01,tax,1").unwrap();
    }
    text.push_str("02,x,2026-01-01,tax,1\n");
    let look = |g: &crate::Gathered<'_>| {
        let mut sizes = Vec::new();
        let taken = g.batches(|batch| {
            sizes.push(batch.num_rows());
            Ok::<(), crate::RecordsError>(())
        });
        taken.unwrap();
        sizes
    };
    let sizes = gathered(&receipts(), &text, 1 << 20, look).unwrap();
    assert!(sizes.iter().all(|size| *size < 250_000), "{sizes:?}");
    assert_eq!(sizes.iter().sum::<usize>(), 250_001);
}

#[test]
fn a_file_that_is_cut_off_is_not_read() {
    let cut = gathered(
        &receipts(),
        "01,a,2026-01-31,tax,1\n01,b,2026",
        1 << 20,
        rows,
    );
    assert!(
        cut.unwrap_err()
            .starts_with("line 3: the last row is cut off: 3 of 5 cells")
    );
    let open = gathered(&receipts(), "01,\"a,2026-01-31,tax,1\n", 1 << 20, rows);
    assert!(open.unwrap_err().contains("never closed"));
}

#[test]
fn a_record_of_no_year_of_our_time_is_at_fault() {
    let text = "01,a,2205-01-12,tax,1\n01,b,2026-01-02,tax,1\n01,c,1799-12-31,tax,1\n";
    let look = |g: &crate::Gathered<'_>| {
        let fault = |f: &crate::RecordFault| format!("{} `{}` {}", f.row, f.raw, f.fault.rule);
        g.faults().iter().map(fault).collect::<Vec<_>>()
    };
    let faults = gathered(&receipts(), text, 1 << 20, look).unwrap();
    assert_eq!(
        faults,
        ["2 `2205-01-12` bad_date", "4 `1799-12-31` bad_date"]
    );
}

#[test]
fn a_record_of_an_area_of_other_days_stands_at_fault_in_each_that_it_may_be_of() {
    let text = "00,a,2026-01-31,tax,1\n01,b,2026-01-31,fee,2\n09,c,2026-01-31,fee,3\n";
    let look = |g: &crate::Gathered<'_>| (g.read(), g.faults().len(), rows(g));
    let (read, faults, rows) = gathered(&receipts(), text, 1 << 20, look).unwrap();
    assert_eq!((read, faults), (3, 2), "one fault a record");
    assert_eq!(
        rows,
        [
            "01 b 2026-01-31 fee 2.00 false 3",
            "01 a 2026-01-31 tax 1.00 true 2",
            "02 a 2026-01-31 tax 1.00 true 2",
        ]
    );
}

#[test]
fn texts_are_compared_as_they_are_seen_and_shown_as_they_stand() {
    let text = "Ha\u{300} No\u{323}\u{302}i,\u{feff}k\u{200b}1,2026-01-31,\u{200e}tax,1\n\
        01,k\u{a0}2,2026-01-31,t\u{430}x,1\n";
    let look = |g: &crate::Gathered<'_>| (g.faults().to_vec(), rows(g));
    let (faults, rows) = gathered(&receipts(), text, 1 << 20, look).unwrap();
    assert_eq!(
        rows,
        [
            "01 k 2 2026-01-31  1.00 true 3",
            "01 k1 2026-01-31 tax 1.00 false 2",
        ]
    );
    assert_eq!(faults[0].raw, "t\u{430}x");
    let named = "; the text has the letter U+0430 (Cyrillic), which looks like `a`";
    assert!(faults[0].fault.message.ends_with(named), "{faults:?}");
}

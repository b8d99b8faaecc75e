//! Where names of points can stand without covering each other or a point.

/// A rectangle in pixels: left, top, right, bottom.
pub(super) type Rect = [f64; 4];

/// Width of a letter as a share of the size of the font, on average.
const LETTER: f64 = 0.59;
/// The same of a bold one.
const BOLD_LETTER: f64 = 0.67;
/// Gap between a point and its name.
const GAP: f64 = 2.0;

/// Width of a text in pixels, about.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let mut letters = 0.0;
    for _ in text.chars() {
        letters += 1.0;
    }
    letters * size * if bold { BOLD_LETTER } else { LETTER }
}

fn meet(a: &Rect, b: &Rect) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// A point that wants a name.
pub(super) struct Named<'a> {
    /// Middle of the point.
    pub x: f64,
    pub y: f64,
    /// Half its width.
    pub radius: f64,
    /// Empty for none.
    pub name: &'a str,
    /// Bold, and placed even over points that are not strong.
    pub strong: bool,
}

/// Which end of a name stands next to its point, so that letters of another width do not cover it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Where a name stands: its rectangle, and the end that does not move.
pub(super) type Placed = (Rect, Anchor);

/// For each point where its name may stand, or none when it would cover something. Names are placed
/// in the order given, so the ones that matter come first.
pub(super) fn place(
    points: &[Named<'_>],
    order: &[usize],
    size: f64,
    frame: &Rect,
) -> Vec<Option<Placed>> {
    let dots: Vec<Rect> = points
        .iter()
        .map(|p| {
            [
                p.x - p.radius,
                p.y - p.radius,
                p.x + p.radius,
                p.y + p.radius,
            ]
        })
        .collect();
    let mut names: Vec<Rect> = Vec::new();
    let mut places = vec![None; points.len()];
    for i in order.iter().filter(|i| !points[**i].name.is_empty()) {
        let corners = corners(&points[*i], size);
        let inside = |own: &Rect| {
            own[0] >= frame[0] && own[1] >= frame[1] && own[2] <= frame[2] && own[3] <= frame[3]
        };
        let strong = || {
            dots.iter()
                .zip(points)
                .filter(|(_, p)| p.strong)
                .map(|(dot, _)| dot)
        };
        let open =
            |(own, _): &&Placed| inside(own) && names.iter().chain(strong()).all(|t| !meet(t, own));
        let free = |placed: &&Placed| open(placed) && dots.iter().all(|t| !meet(t, &placed.0));
        let found = corners
            .iter()
            .find(free)
            .or_else(|| corners.iter().find(|p| points[*i].strong && open(p)))
            .copied();
        if let Some((own, _)) = found {
            names.push(own);
        }
        places[*i] = found;
    }
    places
}

/// Where a name may stand, best place first.
fn corners(point: &Named<'_>, size: f64) -> [Placed; 8] {
    let (w, h, gap) = (
        width(point.name, size, point.strong),
        size * 1.1,
        point.radius + GAP,
    );
    let at = |left: f64, top: f64, anchor: Anchor| ([left, top, left + w, top + h], anchor);
    let (right, left, centre) = (point.x + gap, point.x - gap - w, point.x - w / 2.0);
    let (level, above, below) = (point.y - h / 2.0, point.y - gap - h, point.y + gap);
    [
        at(right, level, Anchor::Start),
        at(left, level, Anchor::End),
        at(centre, above, Anchor::Middle),
        at(centre, below, Anchor::Middle),
        at(right, above, Anchor::Start),
        at(left, above, Anchor::End),
        at(right, below, Anchor::Start),
        at(left, below, Anchor::End),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(x: f64, y: f64, name: &str) -> Named<'_> {
        Named {
            x,
            y,
            radius: 3.0,
            name,
            strong: false,
        }
    }

    #[test]
    fn names_cover_neither_each_other_nor_points() {
        let points: Vec<Named<'_>> = (0..60)
            .map(|i| {
                named(
                    f64::from(i % 10) * 30.0 + 40.0,
                    f64::from(i / 10) * 25.0 + 40.0,
                    "Thừa Thiên Huế",
                )
            })
            .collect();
        let order: Vec<usize> = (0..60).collect();
        let places = place(&points, &order, 10.0, &[0.0, 0.0, 440.0, 240.0]);
        let rects: Vec<Rect> = places.iter().flatten().map(|(rect, _)| *rect).collect();
        assert!(
            !rects.is_empty() && rects.len() < 60,
            "{} of 60 have room",
            rects.len()
        );
        for (i, a) in rects.iter().enumerate() {
            assert!(rects[i + 1..].iter().all(|b| !meet(a, b)));
            assert!(
                points
                    .iter()
                    .all(|p| !meet(a, &[p.x - 3.0, p.y - 3.0, p.x + 3.0, p.y + 3.0]))
            );
        }
    }

    #[test]
    fn a_lone_point_has_its_name_on_the_right() {
        let alone = |name| {
            place(
                &[named(50.0, 50.0, name)],
                &[0],
                10.0,
                &[0.0, 0.0, 100.0, 100.0],
            )
        };
        let (rect, anchor) = alone("Huế")[0].unwrap();
        assert_eq!((rect[0], rect[1], anchor), (55.0, 44.5, Anchor::Start));
        assert_eq!(alone(""), [None]);
    }

    #[test]
    fn a_strong_name_stands_over_points_where_another_finds_no_room() {
        let crowd = |strong: bool| {
            let around =
                (0..400).map(|i| named(f64::from(i % 20) * 10.0, f64::from(i / 20) * 10.0, ""));
            let points: Vec<Named<'_>> = std::iter::once(Named {
                strong,
                ..named(100.0, 100.0, "Hà Nội")
            })
            .chain(around)
            .collect();
            place(&points, &[0], 10.0, &[0.0, 0.0, 200.0, 200.0])[0]
        };
        assert_eq!(crowd(false), None);
        assert!(crowd(true).is_some());
    }
}

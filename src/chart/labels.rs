//! Where names of points can stand without covering each other or a point.

/// A rectangle in pixels: left, top, right, bottom.
pub(super) type Rect = [f64; 4];

/// Width of a letter as a share of the size of the font, on average.
const LETTER: f64 = 0.54;
/// Gap between a point and its name.
const GAP: f64 = 5.0;

/// Width of a text in pixels, about.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let mut letters = 0.0;
    for _ in text.chars() {
        letters += 1.0;
    }
    letters * size * LETTER
}

fn meet(a: &Rect, b: &Rect) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// For each name the left top corner where it may stand, or none when it would cover something. Names are placed in the order
/// given, so the ones that matter come first. `points` are all points, with their names; an empty name is not placed.
pub(super) fn place(points: &[(f64, f64, &str)], order: &[usize], size: f64, frame: &Rect) -> Vec<Option<(f64, f64)>> {
    let mut taken: Vec<Rect> = points.iter().map(|(x, y, _)| [x - 3.5, y - 3.5, x + 3.5, y + 3.5]).collect();
    let mut places = vec![None; points.len()];
    for i in order {
        let (x, y, name) = points[*i];
        if name.is_empty() {
            continue;
        }
        let (w, h) = (width(name, size), size * 1.1);
        let corners = [
            (x + GAP, y - h / 2.0),
            (x - GAP - w, y - h / 2.0),
            (x - w / 2.0, y - GAP - h),
            (x - w / 2.0, y + GAP),
            (x + GAP, y - GAP - h),
            (x - GAP - w, y - GAP - h),
            (x + GAP, y + GAP),
            (x - GAP - w, y + GAP),
        ];
        let free = |(left, top): &(f64, f64)| {
            let own = [*left, *top, left + w, top + h];
            let inside = own[0] >= frame[0] && own[1] >= frame[1] && own[2] <= frame[2] && own[3] <= frame[3];
            inside && taken.iter().all(|t| !meet(t, &own))
        };
        if let Some((left, top)) = corners.into_iter().find(free) {
            taken.push([left, top, left + w, top + h]);
            places[*i] = Some((left, top));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cover_neither_each_other_nor_points() {
        let points: Vec<(f64, f64, &str)> =
            (0..60).map(|i| (f64::from(i % 10) * 30.0 + 40.0, f64::from(i / 10) * 25.0 + 40.0, "Thừa Thiên Huế")).collect();
        let order: Vec<usize> = (0..60).collect();
        let places = place(&points, &order, 10.0, &[0.0, 0.0, 400.0, 240.0]);
        let rects: Vec<Rect> = places.iter().flatten().map(|(x, y)| [*x, *y, x + width("Thừa Thiên Huế", 10.0), y + 11.0]).collect();
        assert!(!rects.is_empty() && rects.len() < 60, "{} of 60 have room", rects.len());
        for (i, a) in rects.iter().enumerate() {
            assert!(rects[i + 1..].iter().all(|b| !meet(a, b)));
            assert!(points.iter().all(|(x, y, _)| !meet(a, &[x - 3.0, y - 3.0, x + 3.0, y + 3.0])));
        }
    }

    #[test]
    fn a_lone_point_has_its_name_on_the_right() {
        assert_eq!(place(&[(50.0, 50.0, "Huế")], &[0], 10.0, &[0.0, 0.0, 100.0, 100.0]), [Some((55.0, 44.5))]);
        assert_eq!(place(&[(50.0, 50.0, "")], &[0], 10.0, &[0.0, 0.0, 100.0, 100.0]), [None]);
    }
}

//! Figures of a month within which an area was made of others: whether they are of the whole month is for the
//! provider to say, and the run says where they do not look so.

use crate::days::growth;
use crate::support::Project;

const AREAS: &str = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note
A1,,Ashford,province,,2000-01-01,2024-07-15,,invented,
A2,,Alderney,province,,2000-01-01,2024-07-15,,invented,
A3,,Ashalder,province,,2024-07-16,,,invented,
A4,,Old Barton,province,,2000-01-01,2024-07-15,,invented,
A5,,New Barton,province,,2024-07-16,,,invented,
";
const RELATIONS: &str = "date,kind,from_code,to_code,note,source
2024-07-16,merge,A1,A3,,invented
2024-07-16,merge,A2,A3,,invented
2024-07-16,rename,A4,A5,,invented
";

/// Ashford and Alderney, with 20 firms in July 2023, became Ashalder on 16 July 2024, and Barton, with 20,
/// got another code.
fn july(ashalder: u32, barton: u32) -> Project {
    let year_before =
        "A1,2023-07,5,2023-09-01\nA2,2023-07,15,2023-09-01\nA4,2023-07,20,2023-09-01\n";
    let july = format!("A3,2024-07,{ashalder},2024-09-01\nA5,2024-07,{barton},2024-09-01\n");
    let rows = format!("{year_before}{july}");
    let project = growth("Asia/Ho_Chi_Minh", &[("a", &rows)], "");
    project.write("datasets/areas/areas.csv", AREAS);
    project.write("datasets/areas/relations.csv", RELATIONS);
    project
}

#[test]
fn a_figure_that_looks_like_one_since_the_merger_is_said() {
    let told = july(9, 19).run().stderr;
    let said = "warning[began_within]: tables/firms: `firms` of Ashalder (A3) is 9 in 2024-07, and 20 a year \
        earlier in the areas that it was made of on 2024-07-16";
    assert!(told.contains(said), "{told}");
    assert!(!told.contains("(2 times)"), "{told}");
    let told = july(20, 11).run().stderr;
    let said = "`firms` of New Barton (A5) is 11 in 2024-07";
    assert!(told.contains(said), "{told}");
    let told = july(9, 11).run().stderr;
    assert!(told.contains("(2 times)"), "{told}");
}

#[test]
fn one_that_looks_whole_is_not() {
    for (ashalder, barton) in [(20, 20), (16, 30), (400, 17)] {
        let told = july(ashalder, barton).run().stderr;
        assert!(!told.contains("began_within"), "{told}");
    }
}

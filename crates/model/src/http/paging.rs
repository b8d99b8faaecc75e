//! How a source comes in pages.

/// How one page leads to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagingKind {
    /// A page number goes up by one.
    Page {
        /// Number of the first page.
        first: u64,
    },
    /// An offset goes up by as many records as came.
    Offset {
        /// Offset of the first page.
        first: u64,
    },
    /// Each page says what to ask the next with.
    Cursor {
        /// Dotted path of the next cursor; absent, null or empty at the end.
        next: String,
    },
    /// Each page has the address of the next.
    Next {
        /// Dotted path of the address; absent, null or empty at the end.
        next: String,
    },
    /// The next page is that after the last record of a page.
    Last {
        /// Dotted path of the key within a record.
        last: String,
    },
    /// Each answer names the next by a header `Link: <…>; rel="next"`.
    Link,
}

/// Pages of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How one page leads to the next.
    pub kind: PagingKind,
    /// Parameter with the number, offset or cursor.
    pub parameter: String,
    /// Parameter with the size of a page; empty when none is sent.
    pub size_parameter: String,
    /// Records asked for per page; 0 when none are.
    pub size: u64,
    /// Parameters go into the body, not into the query.
    pub in_body: bool,
    /// A page with fewer records than `size` is the last.
    pub short_is_last: bool,
    /// Dotted path of the server's count of all records; empty when it gives none.
    pub total: String,
    /// Dotted path of the server's count of pages; empty when it gives none.
    pub pages: String,
    /// Most pages.
    pub max_pages: u64,
}

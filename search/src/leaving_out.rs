//! What is left out of the finds.
//!
//! The engine asks the documents of an exclusion for one after the other, also for one that lies before where a phrase has
//! come to, which a phrase does not bear (0.27). So what is left out is gone through once and kept as a set of bits.

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// A question whose finds are a set, whatever finds them.
#[derive(Debug)]
pub(crate) struct Set(pub(crate) Box<dyn Query>);

impl Clone for Set {
    fn clone(&self) -> Set {
        Set(self.0.box_clone())
    }
}

impl Query for Set {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SetWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct SetWeight(Box<dyn Weight>);

impl Weight for SetWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut documents = BitSet::with_max_value(reader.max_doc());
        let mut found = self.0.scorer(reader, boost)?;
        while found.doc() != TERMINATED {
            documents.insert(found.doc());
            found.advance();
        }
        let set = BitSetDocSet::from(documents);
        Ok(Box::new(ConstScorer::new(set, boost)))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, document)
    }
}

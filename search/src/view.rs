//! One state of the index: what is on disk, and beside it in memory what changed since.

use crate::fault;
use crate::fields::Fields;
use paper::id::ArticleId;
use paper::reading::search::Findable;
use paper::{Fault, Result};
use std::collections::BTreeSet;
use std::sync::Arc;
use tantivy::directory::RamDirectory;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, Occur, Query, TermSetQuery};
use tantivy::schema::Field;
use tantivy::{Index, ReloadPolicy, Searcher, Term};

/// Memory one layer may take while it is made, bytes; what is larger is written out in between.
const LAYER_BYTES: usize = 32 * 1024 * 1024;

/// Some articles as they are after a deed.
pub(crate) struct Layer {
    /// Which. All that is older of them does not count.
    pub(crate) articles: BTreeSet<ArticleId>,
    /// The last change it is made of.
    pub(crate) until: i64,
    searcher: Searcher,
}

impl Layer {
    /// Makes a layer in memory: milliseconds for a few articles. Call it where blocking is allowed.
    pub(crate) fn make(
        fields: &Fields,
        articles: BTreeSet<ArticleId>,
        found: &[Findable],
        until: i64,
    ) -> Result<Layer, Fault> {
        let builder = Index::builder().schema(fields.schema.clone());
        let index = if found.is_empty() {
            builder.create_in_ram().map_err(fault)?
        } else {
            let mut writer = builder
                .single_segment_index_writer(RamDirectory::create(), LAYER_BYTES)
                .map_err(fault)?;
            for one in found {
                writer.add_document(fields.document(one)).map_err(fault)?;
            }
            writer.finalize().map_err(fault)?
        };
        Ok(Layer {
            articles,
            until,
            searcher: searcher(&index)?,
        })
    }
}

/// What an index holds now.
pub(crate) fn searcher(index: &Index) -> Result<Searcher, Fault> {
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .map_err(fault)?;
    Ok(reader.searcher())
}

/// One state of the index. It does not change under whoever searches it.
#[derive(Clone)]
pub(crate) struct View {
    /// What was written down.
    pub(crate) main: Searcher,
    /// The change up to which the whole is true.
    pub(crate) seq: i64,
    /// What came after, oldest first.
    pub(crate) layers: Vec<Arc<Layer>>,
}

impl View {
    /// Articles of which something newer than the main part is known.
    pub(crate) fn touched(&self) -> usize {
        self.layers.iter().map(|layer| layer.articles.len()).sum()
    }

    /// The same with one more layer on top.
    pub(crate) fn with(mut self, layer: Layer) -> View {
        self.seq = layer.until;
        self.layers.push(Arc::new(layer));
        self
    }

    /// The same once more of it has been written down: layers that are wholly in there go.
    pub(crate) fn written(&self, main: Searcher, seq: i64) -> View {
        View {
            main,
            seq: self.seq.max(seq),
            layers: self
                .layers
                .iter()
                .filter(|layer| layer.until > seq)
                .cloned()
                .collect(),
        }
    }

    /// Each part, with the articles of which a later part knows better.
    pub(crate) fn parts(&self) -> Vec<(&Searcher, BTreeSet<ArticleId>)> {
        let mut parts = Vec::with_capacity(self.layers.len() + 1);
        let mut known: BTreeSet<ArticleId> = BTreeSet::new();
        for layer in self.layers.iter().rev() {
            parts.push((&layer.searcher, known.clone()));
            known.extend(&layer.articles);
        }
        parts.push((&self.main, known));
        parts
    }

    /// A question as it is put to a part: without what a later part knows better.
    pub(crate) fn without(
        fields: &Fields,
        question: Box<dyn Query>,
        hidden: &BTreeSet<ArticleId>,
    ) -> Box<dyn Query> {
        if hidden.is_empty() {
            return question;
        }
        let terms = hidden.iter().map(|article| fields.of_article(*article));
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, question),
            (Occur::MustNot, Box::new(TermSetQuery::new(terms))),
        ]))
    }
}

/// How frequent words are in the whole, so that what is in memory is weighed as what is on disk.
impl Bm25StatisticsProvider for View {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let layers = self.layers.iter().map(|layer| &layer.searcher);
        layers
            .chain([&self.main])
            .map(|part| part.total_num_tokens(field))
            .sum()
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        let layers = self.layers.iter().map(|layer| &layer.searcher);
        layers
            .chain([&self.main])
            .map(Bm25StatisticsProvider::total_num_docs)
            .sum()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let layers = self.layers.iter().map(|layer| &layer.searcher);
        layers
            .chain([&self.main])
            .map(|part| Bm25StatisticsProvider::doc_freq(part, term))
            .sum()
    }
}

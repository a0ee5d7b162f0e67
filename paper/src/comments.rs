//! placeholder
pub async fn shown(
    _: &mut crate::Session,
    _: crate::id::PlacementId,
    _: &[String],
) -> crate::Result<(Vec<crate::reading::facts::CommentFacts>, u32)> {
    Ok((Vec::new(), 0))
}

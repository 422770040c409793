//! The same changes made to a tree, as the measure of what a changed text must read as.

use crate::diagnostic::{Path, Segment};
use crate::source::tree::{Entry, Node, NodeKind};

fn find<'a>(node: &'a mut Node, path: &[Segment]) -> Option<&'a mut Node> {
    path.iter().try_fold(node, |node, segment| match (&mut node.kind, segment) {
        (NodeKind::Mapping(entries), Segment::Key(key)) => {
            entries.iter_mut().find(|entry| entry.key == *key).map(|entry| &mut entry.value)
        }
        (NodeKind::Sequence(items), Segment::Index(index)) => items.get_mut(*index),
        (NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_), _) => None,
    })
}

pub(super) fn set(root: &mut Node, path: &Path, value: &Node) -> Option<()> {
    let (last, holder) = path.segments().split_last()?;
    if let Some(node) = find(root, path.segments()) {
        *node = value.clone();
        return Some(());
    }
    let holder = find(root, holder)?;
    let absent = holder.is_null();
    match (&mut holder.kind, last) {
        (NodeKind::Mapping(entries), Segment::Key(key)) => {
            entries.push(Entry { key: key.clone(), key_span: 0..0, value: value.clone() });
        }
        (NodeKind::Sequence(items), Segment::Index(0)) if items.is_empty() => items.push(value.clone()),
        (NodeKind::Scalar { .. }, Segment::Key(key)) if absent => {
            *holder = Node::mapping([(key.clone(), value.clone())]);
        }
        (NodeKind::Scalar { .. }, Segment::Index(0)) if absent => *holder = Node::sequence([value.clone()]),
        (NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_), _) => return None,
    }
    Some(())
}

pub(super) fn insert(root: &mut Node, list: &Path, index: usize, value: &Node) -> Option<()> {
    let holder = find(root, list.segments())?;
    if holder.is_null() && index == 0 {
        *holder = Node::sequence([value.clone()]);
        return Some(());
    }
    let NodeKind::Sequence(items) = &mut holder.kind else { return None };
    (index <= items.len()).then(|| items.insert(index, value.clone()))
}

pub(super) fn remove(root: &mut Node, path: &Path) -> Option<()> {
    let (last, holder) = path.segments().split_last()?;
    match (&mut find(root, holder)?.kind, last) {
        (NodeKind::Mapping(entries), Segment::Key(key)) => entries.retain(|entry| entry.key != *key),
        (NodeKind::Sequence(items), Segment::Index(index)) if *index < items.len() => {
            items.remove(*index);
        }
        (NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_), _) => return None,
    }
    Some(())
}

pub(super) fn rename(root: &mut Node, path: &Path, name: &str) -> Option<()> {
    let (last, holder) = path.segments().split_last()?;
    let (NodeKind::Mapping(entries), Segment::Key(key)) = (&mut find(root, holder)?.kind, last) else { return None };
    name.clone_into(&mut entries.iter_mut().find(|entry| entry.key == *key)?.key);
    Some(())
}

//! Groups of fields: of which some are needed, or which exclude each other.

use super::Builder;
use crate::api::catalogue::field::steps;
use crate::api::catalogue::{FieldTree, Group, Grouped, Step};
use crate::base::near::suggest;
use crate::files::endpoint::EndpointSpec;
use crate::files::field::{FieldSpec, GroupSpec};
use crate::language::{Code, Located};

/// The ways to group fields, as files name them.
const HOW: [Grouped; 4] = [Grouped::AtLeastOne, Grouped::AtMostOne, Grouped::ExactlyOne, Grouped::AllOrNone];

impl Builder<'_> {
    /// Adds the groups of a body to its tree; gives those of the query.
    pub(super) fn groups(&mut self, spec: &EndpointSpec, tree: &mut FieldTree) -> Vec<Group> {
        let mut of_query = Vec::new();
        for group in &spec.groups {
            let fields = if group.in_query { &spec.query_fields } else { &spec.body_fields };
            let Some((parent, group)) = self.group(group, fields) else { continue };
            match parent {
                None => of_query.push(group),
                Some(parent) => {
                    let root = tree.root();
                    tree.group(root, &parent, group);
                }
            }
        }
        of_query
    }

    /// A group, and the object of the body that has its fields.
    pub(super) fn group(&mut self, spec: &GroupSpec, fields: &[FieldSpec]) -> Option<(Option<Vec<Step>>, Group)> {
        if spec.fields.len() < 2 {
            let help = "name two fields or more".to_owned();
            self.sink.error(Code::EmptyList, spec.place, "a group has at least two fields", Some(help));
        }
        let mut parent: Option<Vec<Step>> = None;
        let mut members = Vec::new();
        for name in &spec.fields {
            if !fields.iter().any(|field| is_or_is_inside(&field.name.value, &name.value)) {
                let message = format!("the catalogue has no field `{}` there", name.value);
                let help = suggest(&name.value, fields.iter().map(|field| field.name.value.as_str()));
                self.sink.error(Code::UnknownField, name.place, message, help);
                return None;
            }
            if spec.in_query {
                members.push(name.value.clone());
                continue;
            }
            let path = self.path_of(name)?;
            let Some((Step::Member(member), inside)) = path.split_last() else {
                self.sink.error(Code::InvalidMember, name.place, "a group is of members of one object", None);
                return None;
            };
            if parent.as_ref().is_some_and(|parent| parent != inside) {
                let help = "make a group of those that are in one object".to_owned();
                let message = format!("`{}` is in another object than the first of this group", name.value);
                self.sink.error(Code::InvalidMember, name.place, message, Some(help));
                return None;
            }
            parent = Some(inside.to_vec());
            members.push(member.clone());
        }
        let how = HOW.get(spec.how).copied()?;
        Some((parent, Group { how, members }))
    }

    /// The steps of a member's name; `None`, which is reported, if it has none.
    pub(super) fn path_of(&mut self, name: &Located<String>) -> Option<Vec<Step>> {
        steps(name).map_err(|message| self.sink.error(Code::InvalidMember, name.place, message, None)).ok()
    }
}

/// Whether a field is the one of that name, or inside it.
fn is_or_is_inside(field: &str, name: &str) -> bool {
    field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

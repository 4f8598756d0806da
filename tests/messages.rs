//! Every message that a rule can send, family by family, as a person reads it.

use callproof::Checker;
use callproof::report::{Style, human};
use callproof::rules::{FAMILIES, Profile};

#[test]
fn bad_examples_as_a_person_reads_them() {
    for (family, rules) in FAMILIES {
        let mut page = String::new();
        for (rule, example) in rules
            .iter()
            .flat_map(|rule| rule.bad.iter().map(move |example| (rule, example)))
        {
            let checker = Checker::default().profile(Profile::Strict);
            let report = checker
                .check_str(&example.capture())
                .expect("a check of everything");
            page.push_str(&format!("## {}: {}\n\n", rule.id, example.title));
            for finding in report
                .findings
                .iter()
                .filter(|finding| finding.rule.id == rule.id)
            {
                let mut text = Vec::new();
                human::finding(finding, Style::default(), &mut text).expect("memory");
                page.push_str(&String::from_utf8(text).expect("UTF-8"));
                page.push('\n');
            }
        }
        insta::assert_snapshot!(family, page);
    }
}

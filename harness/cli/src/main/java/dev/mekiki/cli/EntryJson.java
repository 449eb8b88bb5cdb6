package dev.mekiki.cli;

import dev.mekiki.license.Catalogue;
import dev.mekiki.license.LicenseEntry;
import dev.mekiki.license.Rule;
import dev.mekiki.license.Text;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Licenses of the catalogue as JSON. */
final class EntryJson {
    private EntryJson() {}

    static ArrayNode list(Catalogue catalogue) {
        ArrayNode array = JsonOutput.object().putArray("licenses");
        catalogue.all().forEach(entry -> head(array.addObject(), entry, catalogue.own(entry.id())));
        return array;
    }

    static ObjectNode entry(LicenseEntry entry, boolean own) {
        ObjectNode node = JsonOutput.object();
        head(node, entry, own);
        InspectJson.strings(node.putArray("aliases"), entry.aliases());
        entry.codeLicense().ifPresent(code -> node.put("code_license", code));
        node.put("outputs_make_derivatives", entry.outputsMakeDerivatives());
        ArrayNode versions = node.putArray("versions");
        entry.versions().forEach(version -> {
            ObjectNode one = versions.addObject().put("name", version.name());
            version.released().ifPresent(day -> one.put("released", day.toString()));
            version.note().ifPresent(note -> both(one, "note", note));
        });
        InspectJson.strings(node.putArray("all_of"), entry.allOf());
        InspectJson.strings(node.putArray("links"), entry.links());
        InspectJson.strings(node.putArray("models"), entry.models());
        ObjectNode sources = node.putObject("sources");
        entry.sources().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
                .forEach(source -> source(sources.putObject(source.getKey()), source.getValue()));
        ArrayNode rules = node.putArray("rules");
        entry.all().forEach(part -> part.rules().forEach(rule -> rule(rules.addObject().put("license", part.id()), rule,
                part)));
        return node;
    }

    private static void head(ObjectNode node, LicenseEntry entry, boolean own) {
        node.put("id", entry.id()).put("name", entry.name()).put("name_ja", entry.nameJa());
        entry.spdx().ifPresent(spdx -> node.put("spdx", spdx));
        node.put("family", entry.family()).put("kind", entry.kind().id())
                .put("distribution", word(entry.distribution())).put("commercial", word(entry.commercial()))
                .put("osi_approved", entry.osiApproved()).put("evidence", entry.evidence().id())
                .put("origin", own ? "own" : "shipped");
    }

    private static void source(ObjectNode node, LicenseEntry.Source source) {
        node.put("what", source.what());
        source.url().ifPresent(url -> node.put("url", url));
        node.put("read", source.read().toString()).put("evidence", source.evidence().id());
        source.sha256().ifPresent(hash -> node.put("sha256", hash));
    }

    private static void rule(ObjectNode node, Rule rule, LicenseEntry entry) {
        node.put("id", rule.id()).put("attribute", rule.attribute().id()).put("when", rule.when().toString())
                .put("effect", rule.effect().id()).put("clause", rule.clause());
        rule.quote().ifPresent(quote -> node.put("quote", quote));
        both(node, "because", rule.because());
        rule.duty().ifPresent(duty -> both(node, "duty", duty));
        if (!rule.wordings().isEmpty()) {
            ArrayNode wordings = node.putArray("wordings");
            rule.wordings().forEach(wording -> wordings.addObject().put("place", wording.place())
                    .put("en", wording.en()).put("ja", wording.ja()));
        }
        LicenseEntry.Source from = entry.sources().get(rule.source());
        if (from != null) {
            source(node.putObject("source"), from);
        }
    }

    private static void both(ObjectNode node, String key, Text text) {
        node.putObject(key).put("en", text.en()).put("ja", text.ja());
    }

    static String word(Enum<?> value) {
        return MetricsCommand.lower(value);
    }
}

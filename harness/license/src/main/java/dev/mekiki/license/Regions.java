package dev.mekiki.license;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Groups of countries that licenses name, such as the European Union. */
final class Regions {
    private record Region(String name, Set<String> members, LicenseEntry.Source source) {}

    private record All(Map<String, Region> regions) {}

    private static final Map<String, Region> SHIPPED = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE).build()
            .readValue(Catalogue.resource("regions.yaml"), All.class).regions();

    private Regions() {}

    /** @param where a country or a region, as licenses name it */
    static boolean has(String where, String country) {
        return where.equals(country) || (SHIPPED.containsKey(where) && SHIPPED.get(where).members().contains(country));
    }

    /** A country that is there: the country itself, or the first member of a region. */
    static String example(String where) {
        Region region = SHIPPED.get(where);
        return region == null ? where : region.members().stream().sorted().findFirst().orElse(where);
    }
}
